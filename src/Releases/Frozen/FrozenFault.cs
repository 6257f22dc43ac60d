namespace SecretsKit.Releases.Frozen;

/// <summary>Why the content of a plan file cannot be used.</summary>
public enum FrozenFault
{
    /// <summary>It is something else.</summary>
    NoPlan,

    /// <summary>It is a plan of a format that this program does not know.</summary>
    UnknownVersion,

    /// <summary>A field is missing or is of another type.</summary>
    Damaged,
}
