namespace SecretsKit.Platform.Terminal;

/// <summary>A standard output that was closed before the process began: each write fails as the system says it (EBADF).</summary>
internal sealed class UnwritableStream : WriteOnlyStream
{
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("bad file descriptor", StandardStreams.NotOpen);
}
