using System.Text.Json;
using SecretsKit.Charts.Fetching;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Definitions;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Pipelines.Definitions;

/// <summary>Compares and updates the CustomResourceDefinitions of a chart.</summary>
internal sealed class CrdsHandler(VerbContext context, ValueGetterFactory getter)
{
    /// <summary>Compares and prints.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> DiffAsync(CrdsRequest request, CancellationToken ct) =>
        RunAsync("pipeline crds diff", request, (_, _, changes) => Task.FromResult(Report(request, changes)), ct);

    /// <summary>Compares, prints, updates.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> ApplyAsync(CrdsRequest request, CancellationToken ct) => RunAsync(
        "pipeline crds apply",
        request,
        async (session, objects, changes) =>
        {
            WriteText(changes);
            await new DefinitionUpdate(objects, session.Host.Clock) { ForcesConflicts = request.ForcesConflicts }.RunAsync(changes, ct);
            var count = changes.Count(change => change.Kind is not null);
            context.Terminal.Print(count == 1 ? "1 definition is updated" : $"{count} definitions are updated");
            return ExitCodes.Success;
        },
        ct);

    private Task<int> RunAsync(
        string verb,
        CrdsRequest request,
        Func<HelmSession, ObjectClient, IReadOnlyList<DefinitionChange>, Task<int>> work,
        CancellationToken ct) => ChartVerb.RunAsync(context, verb, [request.Chart.Name], getter, async session =>
        {
            var chart = ChartLocator.Load(
                session.ChartHost, await ChartLocator.LocateAsync(session.ChartHost, request.Chart, ct));
            using var cluster = ClusterSession.Open(session, request.Cluster);
            await cluster.RequireReachableAsync(ct);
            var changes = await new DefinitionReview(cluster.Objects, session.Generation).ReadAsync(chart.CrdFiles, ct);
            return await work(session, cluster.Objects, changes);
        });

    private int Report(CrdsRequest request, IReadOnlyList<DefinitionChange> changes)
    {
        if (request.IsJson)
        {
            WriteJson(changes);
        }
        else
        {
            WriteText(changes);
        }

        context.Terminal.Flush();
        DefinitionUpdate.Require(changes);
        return request.EndsWithDifferences && changes.Any(change => change.Kind is not null) ? ExitCodes.Differences : ExitCodes.Success;
    }

    private void WriteText(IReadOnlyList<DefinitionChange> changes)
    {
        if (changes.Count == 0)
        {
            context.Terminal.Print("the chart has no definitions under crds/");
        }

        foreach (var (text, style) in DefinitionLines.Of(changes))
        {
            context.Terminal.Print(text, style);
        }
    }

    private void WriteJson(IReadOnlyList<DefinitionChange> changes) => JsonLine.Write(context.Host, json =>
    {
        json.WriteBoolean("differs", changes.Any(change => change.Kind is not null));
        json.WriteStartArray("definitions");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("name", change.Name);
            json.WriteString("file", change.File);
            json.WriteString("change", change.Kind switch { null => "none", ChangeKind.Add => "add", _ => "update" });
            json.WriteStartArray("refusals");
            foreach (var refusal in change.Refusals)
            {
                WriteRefusal(json, refusal);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteRefusal(Utf8JsonWriter json, DefinitionCause refusal)
    {
        json.WriteStartObject();
        json.WriteString("version", refusal.Version);
        json.WriteString("reason", refusal.Fault == DefinitionFault.StoredVersionLost ? "stored" : "used");
        json.WriteNumber("objects", refusal.Objects);
        json.WriteString("advice", refusal.Advice);
        json.WriteEndObject();
    }
}
