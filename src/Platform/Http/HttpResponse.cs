using System.Security.Cryptography;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Platform.Http.Sending;

namespace SecretsKit.Platform.Http;

/// <summary>
/// The head of a response, and the way to its content. Dispose it: its connection, and its place under a limit of the host, are free only
/// then. Headers and content may be secret; its text shows neither.
/// </summary>
public sealed class HttpResponse : IDisposable
{
    private const int FirstBuffer = 4096;

    private readonly HttpRequest _request;
    private readonly HttpResponseMessage _message;
    private readonly HttpFailure _start;
    private readonly TimeProvider _clock;
    private readonly Action _release;
    private readonly IDisposable? _slot;
    private ResponseStream? _content;
    private byte[]? _whole;
    private bool _isDisposed;

    internal HttpResponse(HttpRequest request, HttpUrl url, HttpResponseMessage message, TimeProvider clock, Action release,
        IDisposable? slot)
    {
        (_request, Url, _message, _clock, _release, _slot) = (request, url, message, clock, release, slot);
        RetryAfter = RetryAfterHeader.Parse(Header("Retry-After"), clock.GetUtcNow());
        _start = new(HttpFailureKind.ConnectionLost, message.RequestMessage?.Method.Method ?? request.Method.Method, url.Display,
            url.Authority)
        {
            Status = Status,
            RetryAfter = RetryAfter,
            MayHaveBeenProcessed = true,
        };
    }

    /// <summary>The URL that this comes from, after redirects.</summary>
    public HttpUrl Url { get; }

    /// <summary>The number, as 404.</summary>
    public int Status => (int)_message.StatusCode;

    /// <summary>The server's words for it; may be empty. They come from outside: escape them where they are shown.</summary>
    public string Reason => _message.ReasonPhrase ?? "";

    /// <summary>Whether the status is 200 to 299.</summary>
    public bool IsSuccess => _message.IsSuccessStatusCode;

    /// <summary>The version of HTTP.</summary>
    public Version Version => _message.Version;

    /// <summary>How long the server asks to wait, counted from this response; null if it does not. Never negative.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The first value of a header, as it was sent, or null.</summary>
    /// <param name="name">Compared without case.</param>
    public string? Header(string name) => HeaderValues(name).FirstOrDefault();

    /// <summary>The values of a header, one for each line in which it was sent.</summary>
    /// <param name="name">Compared without case.</param>
    public IEnumerable<string> HeaderValues(string name) =>
        _message.Headers.NonValidated.TryGetValues(name, out var values)
            || _message.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values
            : Enumerable.Empty<string>();

    /// <summary>
    /// The first value of a trailer, which comes behind the content, or null; there is none before the content was read to its end.
    /// </summary>
    /// <param name="name">Compared without case.</param>
    public string? Trailer(string name) =>
        _message.TrailingHeaders.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>
    /// The content, to be read as it comes. Its reads fail as those of <see cref="ReadContentAsync"/>; only asynchronous ones are served.
    /// </summary>
    /// <param name="cancellationToken">Ends opening; reads have their own.</param>
    /// <returns>Belongs to the response, the same one each time.</returns>
    /// <exception cref="HttpTransportException"><see cref="HttpFailureKind.ResponseTooLarge"/>: the server announces too much.</exception>
    public async Task<Stream> OpenContentAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_whole is not null)
        {
            return new MemoryStream(_whole, writable: false);
        }

        // Compressed content, which may become very long, has no length here: what comes out of it is counted.
        return _message.Content.Headers.ContentLength > _request.MaxResponseBytes
            ? throw ResponseStream.TooLarge(_start, _request.MaxResponseBytes)
            : _content ??= new(
                await _message.Content.ReadAsStreamAsync(cancellationToken),
                _start,
                _request.MaxResponseBytes,
                _request.IdleTimeout,
                _clock);
    }

    /// <summary>The whole content. No copy of it is left behind here; the connection's own buffers are not wiped.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Given to the caller.</returns>
    /// <exception cref="HttpTransportException">
    /// It is larger than allowed (<see cref="HttpFailureKind.ResponseTooLarge"/>), stopped (<see cref="HttpFailureKind.TimedOut"/>) or
    /// broke off (<see cref="HttpFailureKind.ConnectionLost"/>).
    /// </exception>
    public async Task<byte[]> ReadContentAsync(CancellationToken cancellationToken)
    {
        if (_whole is { } whole)
        {
            _whole = null;
            return whole;
        }

        var stream = await OpenContentAsync(cancellationToken);
        var buffer = new byte[Math.Min(_message.Content.Headers.ContentLength ?? FirstBuffer, FirstBuffer)];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    buffer = Resized(buffer, length, Math.Max(FirstBuffer, checked(length * 2)));
                }

                var count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (count == 0)
                {
                    return Resized(buffer, length, length);
                }

                length += count;
            }
        }
        catch
        {
            CryptographicOperations.ZeroMemory(buffer);
            throw;
        }
    }

    /// <summary>
    /// The failure that this is as a status, for callers that accept nothing but success. The content, which a failure never quotes, can
    /// still be read.
    /// </summary>
    public HttpFailure ToFailure() => _start with { Kind = HttpFailureKind.Status, Fault = HttpFault.Status };

    /// <summary>Throws unless the status is 200 to 299.</summary>
    /// <exception cref="HttpTransportException"><see cref="HttpFailureKind.Status"/>.</exception>
    public void RequireSuccess()
    {
        if (!IsSuccess)
        {
            throw new HttpTransportException(ToFailure());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_whole);
        _content?.Dispose();
        _message.Dispose();
        _release();
        ReleaseSlot();
    }

    /// <summary>Status and URL, without secrets.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Status} {Url.Display}");

    /// <summary>Reads the content for a review; it stays readable.</summary>
    internal async Task BufferAsync(CancellationToken cancellationToken) => _whole = await ReadContentAsync(cancellationToken);

    /// <summary>What a review says; the status decides where there is none.</summary>
    internal HttpReview Review() => _request.Review?.Invoke(this, _whole) ?? HttpReview.ByStatus;

    /// <summary>Frees the place under the limits of the host; more than once does nothing.</summary>
    internal void ReleaseSlot() => _slot?.Dispose();

    // A copy of another length; the old one is wiped, since contents may be keys.
    private static byte[] Resized(byte[] buffer, int length, int wanted)
    {
        if (buffer.Length == wanted)
        {
            return buffer;
        }

        var copy = new byte[wanted];
        buffer.AsSpan(0, length).CopyTo(copy);
        CryptographicOperations.ZeroMemory(buffer);
        return copy;
    }
}
