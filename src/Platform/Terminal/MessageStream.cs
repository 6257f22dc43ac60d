namespace SecretsKit.Platform.Terminal;

/// <summary>
/// Standard error: a message that cannot be written (its reader is gone, the disk is full) is lost, and the work and its exit
/// code are what they would be.
/// </summary>
/// <param name="stream">Where to. Disposed with this.</param>
internal sealed class MessageStream(Stream stream) : WriteOnlyStream
{
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is no other place to say it.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
