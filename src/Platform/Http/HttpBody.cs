using SecretsKit.Platform.Http.Sending;

namespace SecretsKit.Platform.Http;

/// <summary>What a request sends after its headers. Never printed.</summary>
public sealed class HttpBody
{
    private const int BufferSize = 64 * 1024;

    private readonly Func<CancellationToken, ValueTask<Stream>>? _open;
    private readonly bool _isOnce;
    private int _opened;

    private HttpBody(string contentType, long? length, Func<CancellationToken, ValueTask<Stream>>? open, bool isOnce) =>
        (ContentType, Length, _open, _isOnce) = (contentType, length, open, isOnce);

    /// <summary>The value of Content-Type, or empty for none.</summary>
    public string ContentType { get; }

    /// <summary>Bytes, or null if that is not known before the end: the body is then sent in chunks.</summary>
    public long? Length { get; }

    /// <summary>Whether it can be sent now: always, or once for a stream that can be read only once.</summary>
    internal bool CanSend => !_isOnce || Volatile.Read(ref _opened) == 0;

    /// <summary>A body in memory.</summary>
    /// <param name="content">Lent until the response is there.</param>
    /// <param name="contentType">As <c>application/json</c>; empty for none.</param>
    public static HttpBody FromBytes(ReadOnlyMemory<byte> content, string contentType) =>
        new(contentType, content.Length, open: null, isOnce: false) { Bytes = content };

    /// <summary>A body that is opened anew for each attempt, such as a file.</summary>
    /// <param name="open">
    /// Opens it at its beginning; the stream is disposed after the attempt. What it throws comes out of the request.
    /// </param>
    /// <param name="contentType">Empty for none.</param>
    /// <param name="length">Bytes, or null if unknown.</param>
    public static HttpBody FromSource(Func<CancellationToken, ValueTask<Stream>> open, string contentType, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new(contentType, length, open, isOnce: false);
    }

    /// <summary>A body that can be read only once, such as a pipe: a request with it is not repeated once reading has begun.</summary>
    /// <param name="content">Lent: read, and not disposed.</param>
    /// <param name="contentType">Empty for none.</param>
    /// <param name="length">Bytes, or null if unknown.</param>
    public static HttpBody FromStream(Stream content, string contentType, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(contentType, length, _ => ValueTask.FromResult(content), isOnce: true);
    }

    /// <summary>The content if it is in memory, to be signed; null for streams. Lent.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; private init; }

    /// <summary>No content.</summary>
    public override string ToString() => "HttpBody(***)";

    /// <summary>Writes it for one attempt.</summary>
    /// <exception cref="InvalidOperationException">It can be read only once and was.</exception>
    internal async Task WriteAsync(Stream target, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _opened, 1) != 0 && _isOnce)
        {
            throw new InvalidOperationException("the body of this request can be read only once");
        }

        if (_open is null)
        {
            await target.WriteAsync(Bytes ?? default, ct);
            return;
        }

        var source = await FromCallerAsync(() => _open(ct));
        await using (_isOnce ? null : source)
        {
            var buffer = new byte[BufferSize];
            for (int count; (count = await FromCallerAsync(() => source.ReadAsync(buffer, ct))) > 0;)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), ct);
            }
        }
    }

    // What the caller's own stream throws is no failure of the network.
    private static async ValueTask<T> FromCallerAsync<T>(Func<ValueTask<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new BodySourceException(failure);
        }
    }
}
