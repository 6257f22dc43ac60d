namespace SecretsKit.Cli.Execution;

/// <summary>A program to run for the user, with its arguments.</summary>
/// <param name="Executable">A name to look up in PATH, or a path.</param>
/// <param name="Arguments">Handed over as they are.</param>
internal sealed record ChildCommand(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>What the reference tool puts the path of a file in the place of.</summary>
    public const string Placeholder = "{}";

    /// <summary>A line for the system's shell.</summary>
    public static ChildCommand Line(string line) => OperatingSystem.IsWindows()
        ? new("cmd.exe", ["/C", line])
        : new("/bin/sh", ["-c", line]);

    /// <summary>Whether a path has a place in it.</summary>
    public bool HasPlaceholder => Executable.Contains(Placeholder, StringComparison.Ordinal)
        || Arguments.Any(word => word.Contains(Placeholder, StringComparison.Ordinal));

    /// <summary>
    /// The command with a path in each place for it. No shell quoting is added, as in the reference: our paths need none.
    /// </summary>
    public ChildCommand With(string path) => new(
        Executable.Replace(Placeholder, path, StringComparison.Ordinal),
        [.. Arguments.Select(word => word.Replace(Placeholder, path, StringComparison.Ordinal))]);
}
