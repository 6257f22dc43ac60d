namespace SecretsKit.Cli.Git.Installing;

/// <summary>What an installation changed.</summary>
internal enum InstallChangeKind
{
    /// <summary>A setting of git, on this machine alone.</summary>
    Setting,

    /// <summary>A line of a file with attributes, which a commit shares.</summary>
    Attribute,

    /// <summary>The hook of this clone.</summary>
    Hook,

    /// <summary>Nothing, because somebody else has to.</summary>
    Warning,
}

/// <summary>One change that is reported.</summary>
/// <param name="Kind">What was changed.</param>
/// <param name="Text">The line for the user.</param>
internal sealed record InstallChange(InstallChangeKind Kind, string Text);
