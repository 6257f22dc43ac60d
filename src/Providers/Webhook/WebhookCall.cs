using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Webhook;

/// <summary>Makes the requests of a webhook from its templates and sends them.</summary>
internal sealed class WebhookCall
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(15);

    private readonly StoreFields _fields;
    private readonly StoreContext _context;
    private readonly WebhookTemplates _templates;
    private readonly TimeSpan _timeout;

    /// <summary>Reads the settings under <c>webhook</c>.</summary>
    /// <exception cref="ProviderException">They are wrong.</exception>
    public WebhookCall(StoreFields fields, StoreContext context)
    {
        (_fields, _context, _templates) = (fields, context, new(context));
        Url = fields.RequiredText("url");
        Method = fields.Text("method");
        Body = fields.Text("body");
        if (Method.Length > 0 && !Method.All(char.IsAsciiLetter))
        {
            throw fields.Wrong("method", "expected a method of HTTP, such as POST");
        }

        if (fields.Child("auth") is { } auth)
        {
            // It proves who a connection is, not a request, by ciphers that this program does without (MD4, RC4).
            throw auth.Wrong(auth.Has("ntlm") ? "ntlm" : "", "NTLM is not served here: use a token or Basic credentials in headers, "
                + "or a server between that speaks NTLM");
        }

        _timeout = fields.Text("timeout") switch
        {
            "" => DefaultTimeout,
            var text when GoDuration.TryParse(new ByteString(text).Span, out var nanoseconds, out _) && nanoseconds > 0 =>
                TimeSpan.FromTicks(Math.Max(1, nanoseconds / TimeSpan.NanosecondsPerTick)),
            _ => throw fields.Wrong("timeout", "expected a duration, such as 5s"),
        };
    }

    /// <summary>The template of the URL.</summary>
    public string Url { get; }

    /// <summary>The method; empty for the one that fits.</summary>
    public string Method { get; }

    /// <summary>The template of the body.</summary>
    public string Body { get; }

    /// <summary>Executes another template of the store.</summary>
    public byte[] Execute(string text, WebhookData data, string field, CancellationToken ct) =>
        _templates.Execute(text, data.For(isUrl: false), field, ct);

    /// <summary>Sends a request.</summary>
    /// <param name="operation">What it does, for failures.</param>
    /// <param name="key">About what.</param>
    /// <param name="method">The method if the store names none.</param>
    /// <param name="data">What templates see.</param>
    /// <param name="body">What is sent if the store has no template for it.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The content of the response; null for status 404.</returns>
    /// <exception cref="ProviderException">There is no response, or another status than one of success.</exception>
    public async ValueTask<byte[]?> SendAsync(
        string operation, string key, HttpMethod method, WebhookData data, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var request = await RequestAsync(method, data, body, ct);
        using var waiting = new CancellationTokenSource(_timeout, _context.Host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, waiting.Token);
        try
        {
            using var response = await _context.Host.Http.SendAsync(request, either.Token);
            return response.Status == 404 ? null
                : response.IsSuccess ? await response.ReadContentAsync(either.Token)
                : throw Refused(response, operation, key);
        }
        catch (HttpTransportException failure)
        {
            // The URL in its words may hold what a template put there.
            var cause = new ProviderCause(ProviderException.FaultOf(failure.Failure), WebhookStore.Provider, operation, key)
            {
                Status = failure.Failure.Status,
                RetryAfter = failure.Failure.RetryAfter,
            };
            throw new ProviderException(cause, $"{data.Mask(failure.Message)}") { Hint = failure.Hint ?? HintFor(cause.Fault) };
        }
        catch (OperationCanceledException) when (waiting.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new ProviderException(
                new(ProviderFault.TimedOut, WebhookStore.Provider, operation, key), $"no response within {_timeout.TotalSeconds} s")
            {
                Hint = "check that the server is up, or raise spec.provider.webhook.timeout",
            };
        }
    }

    /// <summary>Connects to the server and sends nothing; does nothing if its name depends on what is asked for.</summary>
    /// <exception cref="ProviderException">It cannot be reached.</exception>
    public async ValueTask ProbeAsync(CancellationToken ct)
    {
        var start = Url.IndexOf("://", StringComparison.Ordinal);
        var length = start < 0 ? -1 : Url.AsSpan(start + 3).IndexOfAny('/', '?', '#');
        var server = length < 0 ? Url : Url[..(start + 3 + length)];
        if (server.Contains("{{", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            await new HttpTransport(_context.Host.Connections, _context.Host.Random).ProbeAsync(Parse(server), Reach, ProbeTimeout, ct);
        }
        catch (HttpTransportException failure)
        {
            var lost = ProviderException.Of(WebhookStore.Provider, "validate", server, failure);
            throw new ProviderException(lost.Failure, $"error accessing external store: {lost.Detail}", failure) { Hint = lost.Hint };
        }
    }

    private HttpReach Reach => _context.AllowsLocalAddresses ? HttpReach.Everywhere : HttpReach.NoLocalAddresses;

    private async ValueTask<HttpRequest> RequestAsync(
        HttpMethod method, WebhookData data, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var url = Encoding.UTF8.GetString(_templates.Execute(Url, data.For(isUrl: true), "url", ct));
        var plain = data.For(isUrl: false);
        var headers = new HttpHeaderList();
        var type = "";
        foreach (var (name, template) in _fields.TextMap("headers"))
        {
            var value = Encoding.UTF8.GetString(_templates.Execute(template, plain, $"headers.{name}", ct));
            _fields.AddHeader(headers, name, value);
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                // It goes with the body, where there is one.
                headers[name] = null;
                type = value;
            }
        }

        var content = Body.Length > 0 ? _templates.Execute(Body, plain, "body", ct) : body;
        if (content.Length == 0 && type.Length > 0)
        {
            headers.Add("Content-Type", type);
        }

        return new(Method.Length > 0 ? new(Method) : method, Parse(url))
        {
            Headers = headers,
            Body = content.Length > 0 ? HttpBody.FromBytes(content, type) : null,
            Tls = await StoreReferenceFields.TlsAsync(_fields, _context, TlsOptions.Default, ct),
            Redirects = HttpRedirects.Follow,
            Reach = Reach,
            HeadTimeout = _timeout,
        };
    }

    private HttpUrl Parse(string url)
    {
        try
        {
            return HttpUrl.Parse(url);
        }
        catch (SecretsKitException)
        {
            // Its text quotes what a template put there.
            throw _fields.Wrong("url", "the result of the template is not a URL of scheme http or https");
        }
    }

    private static ProviderException Refused(HttpResponse response, string operation, string key)
    {
        var cause = new ProviderCause(ProviderException.FaultOf(response.Status), WebhookStore.Provider, operation, key)
        {
            Status = response.Status,
            RetryAfter = response.RetryAfter,
        };
        var words = $"{response.Status} {ReasonOf(response.Status)}".TrimEnd();
        return new(cause, response.Status == 304 ? $"not modified" : (Core.Display.MessageText)$"endpoint gave error {words}")
        {
            Hint = HintFor(cause.Fault),
        };
    }

    private static string ReasonOf(int status)
    {
        using var usual = new HttpResponseMessage((System.Net.HttpStatusCode)status);
        return usual.ReasonPhrase ?? "";
    }

    private static string HintFor(ProviderFault fault) => fault switch
    {
        ProviderFault.Unauthenticated or ProviderFault.Denied => "check the headers and the Secrets of the store",
        ProviderFault.Throttled => "ask less often, or have the limit raised",
        ProviderFault.InvalidSettings => "webhooks may not lead to the agent's own machine and link: name a server of the network",
        ProviderFault.ServerFailed => "look at the server's own state and logs",
        _ => "check the URL, method and headers of the store",
    };
}
