namespace SecretsKit.Releases.Diffing;

/// <summary>Which side a line of a comparison is from.</summary>
public enum LineOrigin
{
    /// <summary>Both sides.</summary>
    Common,

    /// <summary>The old side alone.</summary>
    Old,

    /// <summary>The new side alone.</summary>
    New,
}
