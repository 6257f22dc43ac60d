using System.Diagnostics;
using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>
/// Makes spans of requests, for whoever listens to the source <c>SecretsKit.Kubernetes</c>. A request is a part of something: one that
/// belongs to nothing that is traced, such as a watch or a renewal of a lease, has no span.
/// </summary>
internal static class RequestSpans
{
    private const int Http = 80;
    private const int Https = 443;

    private static readonly ActivitySource Source = new("SecretsKit.Kubernetes");

    /// <summary>Begins one; null where nothing is traced.</summary>
    public static Activity? Start(ApiRequest request, string server)
    {
        if (Activity.Current is not { Recorded: true, IsStopped: false })
        {
            return null;
        }

        var template = RequestPath.TemplateOf(request.Path);
        var span = Source.StartActivity($"{request.Method.Method} {template}", ActivityKind.Client);
        if (span is null)
        {
            return null;
        }

        span.SetTag("http.request.method", request.Method.Method);
        span.SetTag("url.template", template);
        if (RequestPath.NamespaceOf(request.Path) is { Length: > 0 } ns)
        {
            span.SetTag("k8s.namespace.name", ns);
        }

        if (Uri.TryCreate(server, UriKind.Absolute, out var url))
        {
            span.SetTag("server.address", url.Host);
            span.SetTag("server.port", url.Port > 0 ? url.Port : url.Scheme == Uri.UriSchemeHttp ? Http : Https);
        }

        return span;
    }

    /// <summary>Ends one with the status of its answer. What is not there is no failure of a question for it.</summary>
    public static void Answered(this Activity? span, ApiRequest request, int status, string reason)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("http.response.status_code", status);
        if (status >= 400 && !(status == 404 && request.Method == HttpMethod.Get))
        {
            // The server's sentence may quote what was sent: its reason does not.
            span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
            span.SetStatus(ActivityStatusCode.Error, reason.Length > 0 ? reason : null);
        }
    }

    /// <summary>Ends one that got no answer, or none that can be read.</summary>
    public static void Failed(this Activity? span, SecretsKitException failure)
    {
        span?.SetTag("error.type", failure.Code.ToString());
        span?.SetStatus(ActivityStatusCode.Error, failure.Message);
    }
}
