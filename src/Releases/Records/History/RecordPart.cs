namespace SecretsKit.Releases.Records.History;

/// <summary>What a record consists of, as far as its size is concerned.</summary>
public enum RecordPartKind
{
    /// <summary>The chart's files under templates/.</summary>
    Templates,

    /// <summary>The chart's other files.</summary>
    Files,

    /// <summary>The chart's default values.</summary>
    Values,

    /// <summary>The chart's schema.</summary>
    Schema,

    /// <summary>The values that the user gave.</summary>
    Config,

    /// <summary>The documents.</summary>
    Manifest,

    /// <summary>The hooks.</summary>
    Hooks,

    /// <summary>The notes.</summary>
    Notes,
}

/// <summary>A part of a record.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Bytes">What it takes of the payload: compressed by itself, so that the parts of a record sum up to about its size.</param>
/// <param name="LargestFile">The path of the largest of its files; empty for parts without files.</param>
public sealed record RecordPart(RecordPartKind Kind, long Bytes, string LargestFile = "");
