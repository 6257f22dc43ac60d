using System.Globalization;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Stores;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform.Terminal;
using SecretsKit.Sync.Comparing;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing;

/// <summary>What <c>sync compare</c> shall do.</summary>
/// <param name="Names">The mappings that are meant; none for all.</param>
/// <param name="Target">The cluster.</param>
internal sealed record CompareRequest(IReadOnlyList<string> Names, ClusterTarget Target)
{
    /// <summary>Whether all namespaces are meant. Default no.</summary>
    public bool HasAllNamespaces { get; init; }

    /// <summary>Whether the report is JSON. Default no.</summary>
    public bool IsJson { get; init; }

    /// <summary>How mappings are synced.</summary>
    public LocalSyncOptions Settings { get; init; } = new();
}

/// <summary>Compares mappings of a cluster with what this program would make of them.</summary>
internal sealed class SyncCompareHandler(VerbContext context)
{
    private const string Version = "external-secrets.io/v1";

    /// <summary>Compares and reports.</summary>
    /// <returns>The exit code: 1 if anything differs.</returns>
    /// <exception cref="SecretsKitException">The cluster cannot be asked, or there is no such mapping.</exception>
    public async Task<int> RunAsync(CompareRequest request, CancellationToken ct)
    {
        using var cluster = await ClusterSecrets.OpenAsync(context, request.Target, ct);
        using var learned = new LearnedValues();
        var settings = request.Settings with { Keys = context.Host.LocalKeyRing(), Learned = learned.Add };
        await using var sync = new LocalSync(
            [], settings, SyncManifests.HostOf(context, settings.AllowsMachineCredentials), cluster.Objects);
        var since = context.Host.Clock.GetUtcNow();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var mapping in await MappingsAsync(cluster, request, ct))
        {
            learned.Keep(LocalSync.NamesOf(mapping));
            var found = await CompareAsync(cluster.Objects, sync, mapping, since, ct);
            var result = found.Skipped.Length > 0 ? "skipped" : found.Differences.Count > 0 ? "differs" : "same";
            counts[result] = counts.GetValueOrDefault(result) + 1;
            Write(mapping, result, found, learned, request.IsJson);
        }

        if (!request.IsJson)
        {
            context.Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.GetValueOrDefault("same")} the same, {counts.GetValueOrDefault("differs")} differ, "
                + $"{counts.GetValueOrDefault("skipped")} not compared"));
        }

        return counts.ContainsKey("differs") ? ExitCodes.For(Dialect.SecretsKit, "sync compare", ErrorCode.General) : ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<MapValue>> MappingsAsync(ClusterSecrets cluster, CompareRequest request, CancellationToken ct)
    {
        var ns = request.HasAllNamespaces ? "" : cluster.Namespace;
        try
        {
            var resource = await cluster.Objects.ResourceAsync(new(Version, "ExternalSecret", ns, ""), ct);
            var all = (await cluster.Objects.ListAsync(resource, ns, ListOptions.All, ct)).Items.Select(item => item.AsMap!)
                .OrderBy(PlaceOf, StringComparer.Ordinal).ToList();
            var missing = request.Names.FirstOrDefault(name => !all.Exists(mapping => Is(mapping, name)));
            return missing is null
                ? [.. all.Where(mapping => request.Names.Count == 0 || request.Names.Any(name => Is(mapping, name)))]
                : throw new SecretsKitException(
                    ErrorCode.General, DisplayText.Message($"the cluster has no ExternalSecret {missing} in this namespace"))
                {
                    Hint = "'kubectl get externalsecrets -A' shows them; -n names another namespace",
                };
        }
        catch (UnknownKindException failure)
        {
            throw new SecretsKitException(ErrorCode.General, "the cluster has no definition of ExternalSecret", failure)
            {
                Hint = "manifests that are not in a cluster are compared with it by: secretskit sync -f PATH -o cluster --dry-run",
            };
        }
    }

    private static async Task<MappingComparison> CompareAsync(
        ObjectClient objects, LocalSync sync, MapValue mapping, DateTimeOffset since, CancellationToken ct)
    {
        var existing = (await objects.FindAsync(LocalSync.TargetOf(mapping), ct)).AsMap;
        return await sync.CompareAsync(mapping, existing, since, ct);
    }

    private void Write(MapValue mapping, string result, MappingComparison found, LearnedValues learned, bool isJson)
    {
        if (isJson)
        {
            WriteJson(mapping, result, found, learned);
            return;
        }

        var place = DisplayText.Message($"{PlaceOf(mapping)}");
        context.Terminal.Print(
            found.Skipped.Length > 0 ? $"{place}: not compared: {found.Skipped}" : $"{place}: {result}",
            result switch { "differs" => TextStyle.Bad, "same" => TextStyle.Good, _ => TextStyle.Quiet });
        foreach (var difference in found.Differences)
        {
            var field = difference.Field.Length > 0 ? $" {DisplayText.Field(difference.Field)}" : "";
            context.Terminal.Print(
                $"  {WordOf(difference.Part)}{field} {DisplayText.Message($"{learned.Cleared(difference.Problem)}")}");
        }
    }

    private void WriteJson(MapValue mapping, string result, MappingComparison found, LearnedValues learned) =>
        JsonLine.Write(context.Host, json =>
        {
            json.WriteString("namespace", mapping.At("metadata").TextOf("namespace"));
            json.WriteString("name", mapping.At("metadata").TextOf("name"));
            json.WriteString("result", result);
            if (found.Skipped.Length > 0)
            {
                json.WriteString("reason", found.Skipped);
            }

            json.WriteStartArray("differences");
            foreach (var difference in found.Differences)
            {
                json.WriteStartObject();
                json.WriteString("part", WordOf(difference.Part));
                json.WriteString("field", difference.Field);
                json.WriteString("problem", learned.Cleared(difference.Problem));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static string WordOf(DifferencePart part) => part switch
    {
        DifferencePart.Secret => "secret",
        DifferencePart.Status => "status",
        _ => "timing",
    };

    private static string PlaceOf(MapValue mapping) =>
        $"{mapping.At("metadata").TextOf("namespace")}/{mapping.At("metadata").TextOf("name")}";

    private static bool Is(MapValue mapping, string name) =>
        name == PlaceOf(mapping) || name == mapping.At("metadata").TextOf("name");
}
