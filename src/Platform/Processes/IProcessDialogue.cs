namespace SecretsKit.Platform.Processes;

/// <summary>Starts programs that are talked to while they run. The edge that tests replace.</summary>
public interface IProcessStarter
{
    /// <summary>
    /// Starts a program whose standard input and output are pipes to us; <see cref="ProcessRequest.Input"/> and
    /// <see cref="ProcessRequest.OutputLimit"/> do not count.
    /// </summary>
    /// <returns>The running program, given away: disposing it ends it.</returns>
    /// <exception cref="ProcessStartException">The program did not start.</exception>
    IProcessDialogue Start(ProcessRequest request);
}

/// <summary>
/// A running program and its standard streams. One call at a time. Disposing closes the pipes,
/// leaves the program a second to end by itself, and then ends it and its descendants.
/// </summary>
public interface IProcessDialogue : IAsyncDisposable
{
    /// <summary>Sends all bytes. A program that has closed its input is no error: what it says next tells why.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Waits for output.</summary>
    /// <returns>How many bytes were put at the start of <paramref name="buffer"/>; 0 when the program has closed its output.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}
