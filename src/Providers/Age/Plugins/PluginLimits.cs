namespace SecretsKit.Providers.Age.Plugins;

/// <summary>Bounds on what a plugin may cost: it is a program of somebody else. Lengths are in bytes.</summary>
internal sealed record PluginLimits
{
    /// <summary>Longest name of a plugin, in characters.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Longest line of a command: the arguments of any stanza that a header may hold.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>Most commands in one conversation.</summary>
    public const int MaxCommands = 1_000;

    /// <summary>Most output in one conversation.</summary>
    public const int MaxOutputBytes = 8 * 1024 * 1024;

    /// <summary>Most of a message that is shown to a person; the rest is left out.</summary>
    public const int MaxTextBytes = 4096;

    /// <summary>
    /// How long a plugin may take for its next command. Default: five minutes, for somebody has to find the token and touch it.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(5);
}
