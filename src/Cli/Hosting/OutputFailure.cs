using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Hosting;

/// <summary>Standard output that could not be written. Files have messages of their own.</summary>
internal static class OutputFailure
{
    // EIO, EFBIG, ENOSPC and EDQUOT as the base library reports them on Unix.
    private const int DeviceFailed = 5;
    private const int TooLarge = 27;
    private const int NoSpace = 28;
    private const int QuotaReached = 122;

    /// <summary>What a failure means to people; null if it is another one.</summary>
    public static SecretsKitException? Of(Exception failure) => failure switch
    {
        IOException { HResult: NoSpace } => Full("no space left on device"),
        IOException { HResult: QuotaReached } => Full("disk quota exceeded"),
        IOException { HResult: TooLarge } => Full("file too large"),
        IOException { HResult: DeviceFailed } => Full("input/output error"),
        IOException { HResult: StandardStreams.NotOpen } => NotOpen(),
        UnauthorizedAccessException { InnerException: IOException { HResult: StandardStreams.NotOpen } } => NotOpen(),
        _ => null,
    };

    private static SecretsKitException Full(string reason) => Unwritable(
        reason, "what was printed is not all: make room where it goes, and run it again");

    private static SecretsKitException NotOpen() => Unwritable(
        "standard output is closed", "start the program with an output: '> FILE', or '> /dev/null' to see nothing of it");

    private static SecretsKitException Unwritable(string reason, string hint) =>
        new(ErrorCode.FileUnwritable, $"the output cannot be written: {reason}") { Hint = hint };
}
