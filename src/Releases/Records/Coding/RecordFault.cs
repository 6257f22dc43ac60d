namespace SecretsKit.Releases.Records.Coding;

/// <summary>What is wrong with a record.</summary>
public enum RecordFault
{
    /// <summary>The object that should carry it has no <c>release</c> in its data.</summary>
    MissingPayload,

    /// <summary>Its payload is not base64.</summary>
    NotBase64,

    /// <summary>The compressed data are damaged or break off.</summary>
    DamagedCompression,

    /// <summary>It is larger than <see cref="RecordPayload.MaxJsonBytes"/> when decompressed.</summary>
    TooLarge,

    /// <summary>What was compressed is not JSON.</summary>
    NotJson,

    /// <summary>A field holds something of another type than it should.</summary>
    WrongType,
}
