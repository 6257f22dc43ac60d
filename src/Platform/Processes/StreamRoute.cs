namespace SecretsKit.Platform.Processes;

/// <summary>Where a standard stream of a child process leads.</summary>
public enum StreamRoute
{
    /// <summary>A pipe to us: input is written and closed, output is captured.</summary>
    Pipe,

    /// <summary>The same stream as ours, usually the terminal.</summary>
    Inherit,

    /// <summary>The null device: input is empty, output is lost.</summary>
    Null,
}
