using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Processes;

/// <summary>Runs programs of this machine. Holds no state; one instance serves all threads.</summary>
public sealed class ProcessRunner : IProcessRunner, IProcessStarter
{
    /// <inheritdoc/>
    public ValueTask<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(request);
        if (OperatingSystem.IsWindows())
        {
            return ManagedProcess.RunAsync(path, request, cancellationToken);
        }

        // The loop waits in poll(2): on a thread of the pool, so that the caller's stays free.
        return new ValueTask<ProcessResult>(Task.Factory.StartNew(
            static state =>
            {
                var (path, request, token) = ((string, ProcessRequest, CancellationToken))state!;
                return OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : UnixProcess.Run(path, request, token);
            },
            (path, request, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default));
    }

    /// <inheritdoc/>
    public IProcessDialogue Start(ProcessRequest request)
    {
        var path = PathOf(request);
        return OperatingSystem.IsWindows() ? ManagedDialogue.Start(path, request) : new UnixDialogue(UnixProcess.Start(path, request));
    }

    /// <summary>Checks a request and finds its program.</summary>
    /// <exception cref="ProcessStartException">There is no such program, or no such working directory.</exception>
    internal static string PathOf(ProcessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Validate(request);
        var path = ProgramLookup.Find(request.Program, request.Environment);
        return request.StaysInFolder || Directory.Exists(request.Environment.WorkingDirectory) ? path : throw new ProcessStartException(
            ProcessStartFailure.Refused, request.Program, $"chdir {request.Environment.WorkingDirectory}: no such file or directory");
    }

    /// <summary>A NUL ends a C string, so what follows it would silently be lost.</summary>
    private static void Validate(ProcessRequest request)
    {
        var program = request.Program;
        foreach (var argument in request.Arguments)
        {
            if (argument.Contains('\0', StringComparison.Ordinal))
            {
                throw new SecretsKitException(ErrorCode.ProcessFailed, $"fork/exec {program}: an argument holds a NUL byte");
            }
        }

        foreach (var (name, value) in request.Variables)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0') || value.Span.Contains((byte)0))
            {
                throw new SecretsKitException(
                    ErrorCode.ProcessFailed, $"fork/exec {program}: environment variable {name.Replace('\0', '?')} cannot be passed on")
                {
                    Hint = "names are not empty and hold no '=', and neither name nor value holds a NUL byte",
                };
            }
        }
    }
}
