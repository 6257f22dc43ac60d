using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Explaining;

namespace SecretsKit.Cli.Pipelines.Explaining;

/// <summary>Says why a release does not work.</summary>
internal sealed class ExplainHandler(VerbContext context)
{
    private const string Verb = "pipeline explain";

    /// <summary>Looks and reports.</summary>
    /// <returns>The exit code: 0 for a release that works.</returns>
    /// <exception cref="SecretsKitException">There is no such release; the cluster or the storage failed.</exception>
    public async Task<int> RunAsync(ExplainRequest request, CancellationToken ct)
    {
        await using var place = await ReleasePlace.OpenAsync(context.Host, request.Cluster, ct);
        var found = await new ReleaseExplainer(place.Context).ExplainAsync(request.Release, ct)
            ?? throw new SecretsKitException(
                ErrorCode.General, DisplayText.Message($"there is no release {request.Release} in {place.Context.Namespace}"))
            {
                Hint = "secretskit helm list -A names those that you may see",
            };
        if (request.IsJson)
        {
            ExplanationJson.Write(context.Host, found);
        }
        else
        {
            new ExplanationText(context.Terminal).Write(found);
        }

        return found.IsHealthy ? ExitCodes.Success : ExitCodes.For(Dialect.SecretsKit, Verb, ErrorCode.General);
    }
}
