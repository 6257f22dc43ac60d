namespace SecretsKit.Platform.Processes;

/// <summary>
/// Finds the file of a program. Never in the working directory unless a path says so, as Go's <c>exec.LookPath</c> since 1.19.
/// </summary>
internal static class ProgramLookup
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="ProcessStartException">Nothing executable has this name. The texts are Go's.</exception>
    internal static string Find(string program, HostEnvironment environment)
    {
        if (program.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar))
        {
            var path = environment.ResolvePath(program);
            if (FirstExecutable(path, environment) is { } given)
            {
                return given;
            }

            throw Exists(path)
                ? new ProcessStartException(ProcessStartFailure.NotExecutable, program, $"fork/exec {program}: permission denied")
                : new ProcessStartException(ProcessStartFailure.NotFound, program, $"fork/exec {program}: no such file or directory");
        }

        string? refused = null;
        if (program.Length > 0)
        {
            foreach (var folder in (environment.Variable("PATH") ?? "").Split(Path.PathSeparator))
            {
                if (!Path.IsPathFullyQualified(folder))
                {
                    continue;
                }

                var path = Path.Combine(folder, program);
                if (FirstExecutable(path, environment) is { } found)
                {
                    return found;
                }

                refused ??= File.Exists(path) ? path : null;
            }
        }

        throw new ProcessStartException(
            refused is null ? ProcessStartFailure.NotFound : ProcessStartFailure.NotExecutable,
            program,
            $"exec: \"{program}\": executable file not found in $PATH")
        {
            Hint = refused is null ? null : $"{refused} exists and is not executable",
        };
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static string? FirstExecutable(string path, HostEnvironment environment)
    {
        if (!OperatingSystem.IsWindows())
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0 ? path : null;
        }

        foreach (var extension in (environment.Variable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';'))
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && File.Exists(path))
            {
                return path;
            }

            if (File.Exists(path + extension))
            {
                return path + extension;
            }
        }

        return null;
    }
}
