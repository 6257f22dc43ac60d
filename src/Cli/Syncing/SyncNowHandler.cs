using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Stores;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform.Terminal;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Cli.Syncing;

/// <summary>Makes an agent sync mappings now.</summary>
internal sealed class SyncNowHandler(VerbContext context)
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks for it and waits. One that fails does not keep the others from being asked for.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">The cluster cannot be reached.</exception>
    public async Task<int> RunAsync(IReadOnlyList<string> names, TimeSpan timeout, ClusterTarget target, CancellationToken ct)
    {
        using var cluster = await ClusterSecrets.OpenAsync(context, target, ct);
        return await context.ForEachFileAsync(
            "sync now", [.. names.Select(name => $"{cluster.Namespace}/{name}")],
            place => SyncAsync(cluster, place[(cluster.Namespace.Length + 1)..], timeout, ct));
    }

    private async Task SyncAsync(ClusterSecrets cluster, string name, TimeSpan timeout, CancellationToken ct)
    {
        var mapping = new ResourceRef("external-secrets.io/v1", "ExternalSecret", cluster.Namespace, name);
        Require(await FindAsync(cluster.Objects, mapping, ct));
        var asked = context.Host.Clock.GetUtcNow();
        var stamp = asked.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var patch = ObjectTree.Of(("metadata", Value.Of(ObjectTree.Of(
            ("annotations", Value.Of(ObjectTree.Of((ForcedSync.Annotation, Value.Of(stamp)))))))));
        await cluster.Objects.PatchAsync(mapping, ObjectPatch.JsonMerge(patch), new() { FieldManager = ClusterSecrets.Manager }, ct);
        if (timeout == TimeSpan.Zero)
        {
            context.Terminal.Say(DisplayText.Message($"{cluster.Namespace}/{name}: asked for"));
            return;
        }

        // A sync that was under way may end after this: it is not the one that was asked for.
        while (true)
        {
            await Task.Delay(LookPeriod, context.Host.Clock, ct);
            var now = await FindAsync(cluster.Objects, mapping, ct);
            if (ForcedSync.IsDone(now))
            {
                context.Terminal.Say(DisplayText.Message($"{cluster.Namespace}/{name}: {Ready(now).TextOf("message")}"), TextStyle.Good);
                return;
            }

            if (context.Host.Clock.GetUtcNow() - asked >= timeout)
            {
                throw NotSynced(cluster, name, Ready(now), await CauseAsync(cluster.Objects, now, ct));
            }
        }
    }

    private static async Task<MapValue> FindAsync(ObjectClient objects, ResourceRef mapping, CancellationToken ct)
    {
        try
        {
            return (await objects.FindAsync(mapping, ct)).AsMap ?? throw new SecretsKitException(
                ErrorCode.General, DisplayText.Message($"the cluster has no ExternalSecret {mapping.Name} in this namespace"))
            {
                Hint = $"'kubectl get externalsecrets -n {mapping.Namespace}' shows them; -n names another namespace",
            };
        }
        catch (UnknownKindException failure)
        {
            throw new SecretsKitException(ErrorCode.General, "the cluster has no definition of ExternalSecret", failure)
            {
                Hint = "install the agent first, or sync from here: secretskit sync -f PATH -o cluster",
            };
        }
    }

    // Agents look at the annotation of others alone.
    private static void Require(MapValue mapping)
    {
        var spec = mapping.At("spec");
        if (spec.TextOf("refreshPolicy") == "CreatedOnce"
            || spec.TextOf("refreshInterval") is { Length: > 0 } text
                && GoDuration.TryParse(text, out var interval) && interval <= TimeSpan.Zero)
        {
            throw new SecretsKitException(ErrorCode.General, "this mapping is synced once, and never again")
            {
                Hint = "its refreshPolicy is CreatedOnce, or its refreshInterval 0; deleting the Secret makes it anew",
            };
        }
    }

    private static MapValue? Ready(MapValue mapping) => mapping.At("status")?[new ByteString("conditions")].AsList?.Items.ToArray()
        .Select(condition => condition.AsMap)
        .FirstOrDefault(condition => condition.TextOf("type") == "Ready");

    // The condition does not say why, the last event does. Who may not read events does without.
    private static async Task<string> CauseAsync(ObjectClient objects, MapValue mapping, CancellationToken ct)
    {
        try
        {
            var metadata = mapping.At("metadata");
            var ns = metadata.TextOf("namespace");
            var warnings = new ListOptions { FieldSelector = $"involvedObject.uid={metadata.TextOf("uid")},type=Warning" };
            var events = await objects.ListAsync(await objects.ResourceAsync(new("v1", "Event", ns, ""), ct), ns, warnings, ct);
            return events.Items.Select(item => item.AsMap)
                .MaxBy(item => item.TextOf("lastTimestamp"), StringComparer.Ordinal).TextOf("message");
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return "";
        }
    }

    private static SecretsKitException NotSynced(ClusterSecrets cluster, string name, MapValue? ready, string cause) =>
        ready.TextOf("status") == "False"
        ? new(ErrorCode.General, DisplayText.Message(
            $"it is not synced: {ready.TextOf("message")} ({ready.TextOf("reason")}){(cause.Length > 0 ? ": " : "")}{cause}"))
        {
            Hint = $"'secretskit sync explain {name} -n {cluster.Namespace}' says what every key would need",
        }
        : new(ErrorCode.General, "it is not synced yet")
        {
            Hint = "is an agent running that serves its store? --timeout waits longer",
        };
}
