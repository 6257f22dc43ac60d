using System.Net;

namespace SecretsKit.Platform.Http.Sending;

/// <summary>The body of one attempt; knows whether any of it was sent. A body that is absent has no bytes.</summary>
internal sealed class BodyContent : HttpContent
{
    private readonly HttpBody? _body;

    public BodyContent(HttpBody? body)
    {
        _body = body;
        if (body?.ContentType is { Length: > 0 } type)
        {
            Headers.TryAddWithoutValidation("Content-Type", type);
        }
    }

    /// <summary>Whether sending has begun, so that the server may act on the request.</summary>
    public bool IsStarted { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        return _body?.WriteAsync(stream, cancellationToken) ?? Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body is null ? 0 : _body.Length ?? 0;
        return _body is null || _body.Length is not null;
    }
}
