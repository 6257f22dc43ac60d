using SecretsKit.Charts.ChartTesting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Looks whether the maintainers of a chart have accounts on the host of the repository.</summary>
internal sealed class MaintainerStep(TestingContext context)
{
    /// <summary>Looks.</summary>
    /// <exception cref="SecretsKitException">One has none, or there are none where there must be.</exception>
    public async Task RunAsync(TestedChart chart, CancellationToken ct)
    {
        context.Print("Validating maintainers...");
        if (chart.IsDeprecated)
        {
            if (chart.Maintainers.Count > 0)
            {
                throw new SecretsKitException(ErrorCode.General, "deprecated chart must not have maintainers");
            }

            return;
        }

        if (chart.Maintainers.Count == 0)
        {
            throw new SecretsKitException(ErrorCode.General, "chart doesn't have maintainers");
        }

        var url = await context.Git.RemoteUrlAsync(ct);
        var host = GitHost.Of(url) ?? throw new SecretsKitException(
            ErrorCode.General, $"could not parse git repository domain for {HelmWork.Quoted(url)}");
        using var connections = new HttpConnections(context.Host.Environment, context.Host.Clock);
        var http = new HttpTransport(connections, context.Host.Random);
        foreach (var (name, _) in chart.Maintainers)
        {
            await RequireAccountAsync(http, host, name, ct);
        }
    }

    private static async Task RequireAccountAsync(HttpTransport http, string host, string name, CancellationToken ct)
    {
        var request = new HttpRequest(HttpMethod.Head, HttpUrl.Parse($"https://{host}/{Uri.EscapeDataString(name)}"))
        {
            Redirects = HttpRedirects.Follow,
        };
        int status;
        string reason;
        try
        {
            using var response = await http.SendAsync(request, ct);
            (status, reason) = (response.Status, response.Reason);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw new SecretsKitException(ErrorCode.General, $"failed validating maintainers: {failure.Message}", failure);
        }

        if (status != 200)
        {
            throw new SecretsKitException(
                ErrorCode.General, $"failed validating maintainer {HelmWork.Quoted(name)}: {status} {ReasonOf(status, reason)}");
        }
    }

    // Servers of HTTP/2 give no words.
    private static string ReasonOf(int status, string reason) => reason.Length > 0 ? reason : status switch
    {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        _ => "",
    };
}
