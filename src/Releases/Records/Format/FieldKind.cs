namespace SecretsKit.Releases.Records.Format;

/// <summary>What a field of a record holds.</summary>
internal enum FieldKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A bool.</summary>
    Boolean,

    /// <summary>A moment as RFC 3339 text; the year 1 where there is none.</summary>
    Time,

    /// <summary>A moment as Helm 3 writes its own: empty text where there is none.</summary>
    TimeOrEmpty,

    /// <summary>Bytes as base64 text, or null.</summary>
    Bytes,

    /// <summary>A list of strings.</summary>
    TextList,

    /// <summary>A map of strings.</summary>
    TextMap,

    /// <summary>A map of anything, such as values.</summary>
    Map,

    /// <summary>Anything.</summary>
    Any,

    /// <summary>Another object of fields, or null.</summary>
    Object,

    /// <summary>Another object of fields, which is there without having been set.</summary>
    Struct,

    /// <summary>A list of objects of fields.</summary>
    ObjectList,
}
