namespace SecretsKit.Platform.Http.Connections;

/// <summary>One handler with its connections. Its counters belong to <see cref="HttpConnections"/>.</summary>
/// <param name="handler">Owned.</param>
/// <param name="proxies">The proxies that it uses.</param>
internal sealed class HandlerPool(SocketsHttpHandler handler, ProxySelection proxies)
{
    /// <summary>Sends over its connections.</summary>
    public HttpMessageInvoker Invoker { get; } = new(handler, disposeHandler: true);

    /// <summary>The proxies that it uses.</summary>
    public ProxySelection Proxies { get; } = proxies;

    /// <summary>Requests whose responses are not yet disposed.</summary>
    public int Users { get; set; }

    /// <summary>Grows with each use, to find the pool that was unused for longest.</summary>
    public long LastUse { get; set; }

    /// <summary>Closes idle connections now and the others when their responses are disposed.</summary>
    public void Close() => Invoker.Dispose();
}
