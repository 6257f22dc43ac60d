namespace SecretsKit.Core.Envelope;

/// <summary>What to do about the MAC of a file.</summary>
public enum MacPolicy
{
    /// <summary>A MAC that is missing, does not decrypt or differs is an error.</summary>
    Require,

    /// <summary>The MAC is checked and the finding reported in the result.</summary>
    Report,

    /// <summary>The MAC is not looked at.</summary>
    Ignore,
}

/// <summary>How a file is decrypted.</summary>
public sealed record DecryptOptions
{
    /// <summary>The defaults.</summary>
    public static DecryptOptions Default { get; } = new();

    /// <summary>What to do about the MAC. Default <see cref="MacPolicy.Require"/>.</summary>
    public MacPolicy Mac { get; init; } = MacPolicy.Require;
}
