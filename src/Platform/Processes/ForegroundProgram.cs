using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Processes;

/// <summary>
/// Runs a program where the user expects us to be: on our streams and terminal, with the signals that
/// are sent to us. All streams of a request here must be inherited. For the process itself, never for tests that share one.
/// </summary>
public static class ForegroundProgram
{
    /// <summary>
    /// Runs a program to its end. Signals that would end us (HUP, INT, QUIT, TERM) and USR1, USR2 go to
    /// the program; those that a terminal sends reach it anyway. We stay until it has ended, however long it takes to clean up.
    /// </summary>
    /// <param name="request">Streams inherited.</param>
    /// <param name="cancellationToken">Looked at only before the program starts: signals travel as signals.</param>
    /// <returns>How it ended. The caller disposes it.</returns>
    /// <exception cref="ProcessStartException">The program did not start.</exception>
    public static async ValueTask<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireOwnStreams(request);
        var path = ProcessRunner.PathOf(request);
        using var signals = new SignalForwarding();
        cancellationToken.ThrowIfCancellationRequested();
        if (OperatingSystem.IsWindows())
        {
            return await ManagedProcess.RunAsync(path, request, CancellationToken.None);
        }

        return await Task.Factory.StartNew(
            () => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : Run(path, request, signals),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Starts a program and does not wait for it; it goes on when we end.</summary>
    /// <param name="request">No stream may be a pipe.</param>
    /// <exception cref="ProcessStartException">The program did not start.</exception>
    [UnsupportedOSPlatform("windows")]
    public static void StartInBackground(ProcessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        UnixProcess.Start(ProcessRunner.PathOf(request), request).Dispose();
    }

    /// <summary>
    /// Becomes the program: same process number, same everything, and nothing of us is left. Returns only by an exception.
    /// </summary>
    /// <param name="request">Streams inherited; no memory files.</param>
    /// <exception cref="ProcessStartException">The program did not start.</exception>
    [UnsupportedOSPlatform("windows")]
    public static unsafe void Become(ProcessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireOwnStreams(request);
        const int BrokenPipe = 13;
        var path = ProcessRunner.PathOf(request);
        using var arguments = StringTable.Arguments(request.Program, request.Arguments);
        using var variables = request.VariableTable();
        var file = Marshal.StringToCoTaskMemUTF8(path);

        // The runtime ignores SIGPIPE, and what is ignored stays so in the program, where it would break every | head.
        var before = Libc.SetSignalAction(BrokenPipe, 0);
        _ = Libc.Execute((byte*)file, arguments.Pointer, variables.Pointer);
        var error = Marshal.GetLastPInvokeError();
        _ = Libc.SetSignalAction(BrokenPipe, before);
        Marshal.FreeCoTaskMem(file);
        throw UnixProcess.NotStarted(error, request);
    }

    [UnsupportedOSPlatform("windows")]
    private static ProcessResult Run(string path, ProcessRequest request, SignalForwarding signals)
    {
        using var terminal = TerminalState.Save();
        using var process = UnixProcess.Start(path, request);
        signals.To(process.Number);
        AwaitEnd(process.Number);
        var status = signals.End(() => TakeStatus(process.Number, request.Program));
        var exited = (status & 0x7f) == 0;
        if (exited)
        {
            // A program that ended by itself leaves the terminal as it wants it (stty is one).
            terminal?.Keep();
        }

        return new ProcessResult(
            exited ? (status >> 8) & 0xff : -1, exited ? null : status & 0x7f, new CaptureBuffer(), new CaptureBuffer());
    }

    /// <summary>The status stays, so that the number is not given to another process while a signal may still be sent to it.</summary>
    [UnsupportedOSPlatform("windows")]
    private static unsafe void AwaitEnd(int process)
    {
        const int ByNumber = 1;
        const int Exited = 4;
        var keepStatus = OperatingSystem.IsLinux() ? 0x01000000 : 0x20;
        var answer = stackalloc byte[128];
        while (Libc.WaitId(ByNumber, process, answer, Exited | keepStatus) < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
        {
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static unsafe int TakeStatus(int process, string program)
    {
        int status;
        int result;
        while ((result = Libc.WaitPid(process, &status, 0)) < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
        {
        }

        return result == process ? status : throw new SecretsKitException(ErrorCode.ProcessFailed, $"the exit status of {program} is lost")
        {
            Hint = "the program that started us ignores SIGCHLD, so the system discards exit statuses",
        };
    }

    private static void RequireOwnStreams(ProcessRequest request)
    {
        if ((request.InputFrom, request.OutputTo, request.ErrorTo) is not (StreamRoute.Inherit, StreamRoute.Inherit, StreamRoute.Inherit))
        {
            throw new ArgumentException("a program in the foreground inherits all streams", nameof(request));
        }
    }
}
