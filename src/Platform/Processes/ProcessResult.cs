namespace SecretsKit.Platform.Processes;

/// <summary>How a child process ended and what it wrote. Disposing wipes the captured bytes.</summary>
public sealed class ProcessResult : IDisposable
{
    private readonly CaptureBuffer _output;
    private readonly CaptureBuffer _error;

    internal ProcessResult(int exitCode, int? signal, CaptureBuffer output, CaptureBuffer error)
    {
        ExitCode = exitCode;
        Signal = signal;
        _output = output;
        _error = error;
    }

    /// <summary>The exit status, 0 to 255 (32 bits on Windows); -1 if a signal ended the process.</summary>
    public int ExitCode { get; }

    /// <summary>The number of the signal that ended the process, or <see langword="null"/> if it exited by itself.</summary>
    public int? Signal { get; }

    /// <summary>Whether the process exited by itself with status 0.</summary>
    public bool Succeeded => Signal is null && ExitCode == 0;

    /// <summary>Captured standard output: lent until disposal.</summary>
    public ReadOnlyMemory<byte> Output => _output.Written;

    /// <summary>Captured standard error: lent until disposal.</summary>
    public ReadOnlyMemory<byte> Error => _error.Written;

    /// <summary>How it ended, in Go's words: <c>exit status 2</c> or <c>signal: terminated</c>.</summary>
    public string Describe() => Signal is { } signal ? $"signal: {SignalNames.Describe(signal)}" : $"exit status {ExitCode}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }
}
