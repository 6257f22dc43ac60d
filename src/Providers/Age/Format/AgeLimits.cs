namespace SecretsKit.Providers.Age.Format;

/// <summary>Bounds on what an untrusted age file may cost. Lengths are in bytes.</summary>
internal static class AgeLimits
{
    /// <summary>Longest header, the closing line included.</summary>
    public const int MaxHeaderBytes = 2 * 1024 * 1024;

    /// <summary>Most stanzas in a header.</summary>
    public const int MaxStanzas = 10_000;

    /// <summary>Most arguments of a stanza, its type included.</summary>
    public const int MaxStanzaArguments = 1_000;

    /// <summary>Longest body of a stanza; an RSA body has 256 to 2,048.</summary>
    public const int MaxStanzaBodyBytes = 64 * 1024;

    /// <summary>Longest file of identities, as sops has it.</summary>
    public const int MaxIdentityFileBytes = 16 * 1024 * 1024;

    /// <summary>Most white space before and after armor.</summary>
    public const int MaxArmorWhitespace = 1024;

    /// <summary>Largest scrypt work factor that is tried: 4 GiB of memory, some 15 seconds.</summary>
    public const int MaxScryptWorkFactor = 22;
}
