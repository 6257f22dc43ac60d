using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Charts.Logging;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>Writes a kubeconfig of a service account, with a token that ends by itself.</summary>
internal sealed class KubeconfigHandler(VerbContext context)
{
    /// <summary>Writes it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(KubeconfigRequest request, CancellationToken ct)
    {
        RequirePlace(request.Output);
        var host = context.Host;
        var session = new HelmSession(host, HelmProgram.GenerationOf(host.Environment), SilentChartLog.Instance) { ShowsHints = true };
        using var cluster = ClusterSession.Open(session, request.Cluster);
        await cluster.RequireReachableAsync(ct);
        var (token, expires) = await RequestAsync(cluster.Client, request, ct);
        using (token)
        {
            // No message shows it, whatever the server or the file system says.
            host.Redaction.Add(token.Span);
            var text = TokenKubeconfig.Of(
                cluster.Client.Access.Cluster, host.Environment, request.Account, request.Cluster.Choice.Namespace, token);
            try
            {
                Write(request.Output, text);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(text);
            }
        }

        Report(request, expires);
        return ExitCodes.Success;
    }

    private void Write(string? output, byte[] text)
    {
        if (output is { } file && file != "-")
        {
            Output.Write(context.Host, file, text, FileContentKind.Plaintext);
        }
        else
        {
            Output.Print(context.Host, text);
        }
    }

    private void RequirePlace(string? output)
    {
        if (output is null && context.Host.OutputIsTerminal)
        {
            throw new SecretsKitException(ErrorCode.Usage, "a token is not printed on a terminal unless that is asked for")
            {
                Hint = "write a file with -o FILE, or put -o - to see it",
            };
        }

        if (output is not (null or "-") && Output.IsOpenToOthers(context.Host, output))
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable, $"{output} is there already and others may read it: the token would be theirs, too")
            {
                Hint = $"'chmod 600 {output}' makes it yours alone, or name a new file",
            };
        }
    }

    private static async Task<(Core.Secrets.SecretBytes Token, DateTimeOffset Expires)> RequestAsync(
        ApiClient client, KubeconfigRequest request, CancellationToken ct)
    {
        var place = request.Cluster.Choice.Namespace;
        try
        {
            return await new TokenRequest(place, request.Account, request.Duration).SendAsync(client, ct);
        }
        catch (ApiException failure) when (failure.Status.IsNotFound)
        {
            throw new SecretsKitException(
                failure.Code, $"there is no service account {request.Account} in the namespace {place}", failure)
            {
                Hint = "'secretskit pipeline rbac role RELEASE CHART | kubectl apply -f -' makes one with the rights of a deploy",
            };
        }
        catch (ApiException failure) when (failure.Status.IsForbidden)
        {
            throw new SecretsKitException(
                failure.Code, $"you may not make tokens of the service account {request.Account} in {place}: {failure.Message}", failure)
            {
                Hint = "that is the verb create on serviceaccounts/token in this namespace; ask its administrator",
            };
        }
    }

    private void Report(KubeconfigRequest request, DateTimeOffset expires)
    {
        var end = expires.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        context.Terminal.Say($"the token of {request.Account} in {request.Cluster.Choice.Namespace} ends at {end}");
        if (expires < context.Host.Clock.GetUtcNow() + (request.Duration * 0.9))
        {
            context.Terminal.Say("warning: the server gives tokens for a shorter time than was asked for", TextStyle.Warning);
        }
    }
}
