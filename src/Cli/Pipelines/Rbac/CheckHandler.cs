using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Access;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>Asks the API server which rights an account lacks, or has too many of.</summary>
internal sealed class CheckHandler(VerbContext context, ValueGetterFactory getter)
{
    /// <summary>Asks and reports.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(CheckRequest request, CancellationToken ct)
    {
        var release = request.Access.Release;
        return ChartVerb.RunAsync(
            context, "pipeline rbac check", [release.Name, release.Chart.Name], getter, session => CheckAsync(session, request, ct));
    }

    private async Task<int> CheckAsync(HelmSession session, CheckRequest request, CancellationToken ct)
    {
        using var cluster = ClusterSession.Open(session, request.Access.Cluster);
        await cluster.RequireReachableAsync(ct);
        var rights = await new AccessFinder(session, request.Access, cluster).FindAsync(ct);
        var account = request.User is { Length: > 0 } user
            ? DeployAccount.OfUser(user) with { OwnGroups = request.Groups }
            : null;
        var result = await AskAsync(cluster, request, rights, account, ct);
        if (request.IsJson)
        {
            result.WriteJson(context.Host);
        }
        else
        {
            result.WriteText(context.Terminal, context.Host);
        }

        return result.IsGood ? ExitCodes.Success : ExitCodes.For(Dialect.SecretsKit, "pipeline rbac check", ErrorCode.General);
    }

    private static async Task<AccessReport> AskAsync(
        ClusterSession cluster, CheckRequest request, ReleaseRights rights, DeployAccount? account, CancellationToken ct)
    {
        var check = new RightsCheck(cluster.Client, account);
        try
        {
            var missing = await check.FindMissingAsync(rights.All, ct);
            var excess = request.ForbidsExcess
                ? await check.FindAllowedAsync(ExcessRight.Of(rights.All), one => one.Right, ct)
                : [];
            return new(request.Access.Release, account, rights, missing, excess);
        }
        catch (ApiException failure) when (failure.Status.IsForbidden && account is not null)
        {
            throw new SecretsKitException(
                failure.Code, $"you may not ask for the rights of {account.UserName}: {failure.Message}", failure)
            {
                Hint = "ask somebody who may create subjectaccessreviews, or check with a kubeconfig of the account itself, without --as: "
                    + "'secretskit pipeline rbac kubeconfig' writes one",
            };
        }
    }
}
