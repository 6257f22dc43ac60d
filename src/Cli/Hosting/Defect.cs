using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Hosting;

/// <summary>Defects of ours while one of many files is handled: they fail that file, by name, and not the whole run.</summary>
internal static class Defect
{
    // EPIPE as the base library reports it on Unix.
    private const int BrokenPipe = 32;

    /// <summary>Whether an exception is to fail one file. Cancellation and a reader that went away end the run.</summary>
    public static bool IsOfOneFile(CliHost host, Exception failure) =>
        !host.TestOnlyThrowDefects
            && failure is not (OperationCanceledException or SecretsKitException)
            && failure is not IOException { HResult: BrokenPipe };

    /// <summary>The failure of the file. The text of a defect may hold anything, so its type alone is shown.</summary>
    public static SecretsKitException ToFailure(Exception defect) =>
        new(ErrorCode.General, $"internal error ({defect.GetType().Name})", defect)
    {
        Hint = "the file was not changed; please report the command line without its secrets",
    };
}
