using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Integration.Sync;

/// <summary>Plays a case: its objects, its steps, and what is there at each snapshot.</summary>
internal sealed class ScenarioRun(ScenarioCluster cluster, ScenarioCase played)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    private readonly HashSet<string> _made = [];
    private readonly List<MapValue> _refusals = [];

    /// <summary>What differs from the reference, at each snapshot.</summary>
    public List<string> Differences { get; } = [];

    public async Task PlayAsync(CancellationToken ct)
    {
        await cluster.Servers.PrepareAsync(played, ct);
        await CreateAllAsync(played.Tree.Children("objects_before"), ct);
        for (var at = 0; at < played.Steps.Count; at++)
        {
            // Of two snapshots with one name the recordings have the last.
            var step = played.Steps[at];
            if (step.Text("op") != "snapshot" || !played.Steps.Skip(at + 1).Any(
                later => later.Text("op") == "snapshot" && later.Text("name") == step.Text("name")))
            {
                await PlayAsync(step, ct);
            }
        }

        CompareRefusals();
    }

    // What the definitions refuse, by the words of the server.
    private void CompareRefusals()
    {
        var seen = _refusals.ToDictionary(refusal => refusal.Text("object"), Shown);
        foreach (var wanted in played.Expected.Children("rejections"))
        {
            var found = seen.GetValueOrDefault(wanted.Text("object"), "nothing");
            if (found != Shown(wanted))
            {
                Differences.Add($"rejections: expected {Shown(wanted)}, found {found}");
            }

            seen.Remove(wanted.Text("object"));
        }

        Differences.AddRange(seen.Values.Where(_ => played.Expected.Has("rejections")).Select(extra => $"rejections: extra {extra}"));
    }

    private static string Shown(MapValue refusal) =>
        $"{refusal.Text("object")} {refusal.Integer("code")} {refusal.Text("message")}";

    private async Task PlayAsync(MapValue step, CancellationToken ct)
    {
        var op = step.Text("op");
        switch (op)
        {
            case "create":
                await CreateAllAsync(step.Children("objects"), ct, step.Flag("rejected"));
                break;
            case "patch":
                var patch = step.Text("patchType") == "json"
                    ? ObjectPatch.Json(step.Field("patch").AsList!) : ObjectPatch.JsonMerge(step.Child("patch")!);
                await cluster.Objects.PatchAsync(ReferenceOf(step), patch, WriteOptions.Default, ct);
                break;
            case "delete":
                await cluster.Objects.DeleteAsync(ReferenceOf(step), DeleteOptions.Default, ct);
                break;
            case "sleep":
                await Task.Delay(TimeSpan.FromSeconds(step.Field("seconds") is { Kind: GoKind.Float64 } seconds ? seconds.Float64 : 1), ct);
                break;
            case "wait":
                await WaitAsync(step, ct);
                break;
            case "snapshot":
                await CompareAsync(step.Text("name"), ct);
                break;
            case "http":
                cluster.Servers.Serve(played.Id, step.Children("routes"));
                break;
            case "vault":
                cluster.Servers.Ask(step.Children("requests"));
                break;
            case "aws":
                foreach (var call in step.Children("requests"))
                {
                    await cluster.Servers.Aws.CallAsync(played.Id, call, ct);
                }

                break;
            default:
                Differences.Add($"the step {op} is not played");
                break;
        }
    }

    private async Task CreateAllAsync(IReadOnlyList<MapValue> objects, CancellationToken ct, bool mayFail = false)
    {
        foreach (var tree in objects)
        {
            var manifest = await WithOwnersAsync(tree, ct);
            try
            {
                await cluster.Objects.CreateAsync(Value.Of(manifest), WriteOptions.Default, ct);
                _made.Add($"{tree.Text("kind")}/{tree.Child("metadata")!.Text("namespace")}/{tree.Child("metadata")!.Text("name")}");
            }
            catch (ApiException failure) when (mayFail)
            {
                _refusals.Add(new MapValue().With("object", $"{tree.Text("kind")}/{tree.Child("metadata")!.Text("name")}")
                    .With("code", Value.Int64(failure.Status.Code)).With("message", failure.Status.Message));
            }
        }
    }

    // The identifier of an owner is known now.
    private async Task<MapValue> WithOwnersAsync(MapValue tree, CancellationToken ct)
    {
        var copy = tree.Copy();
        foreach (var owner in copy.Child("metadata")!.Children("ownerReferences"))
        {
            if (owner.Text("uid") == "@UID@")
            {
                var found = await cluster.Objects.GetAsync(
                    new(owner.Text("apiVersion"), owner.Text("kind"), copy.Child("metadata")!.Text("namespace"), owner.Text("name")), ct);
                owner.With("uid", new ObjectHead(found.AsMap!).Uid);
            }
        }

        return copy;
    }

    private async Task WaitAsync(MapValue step, CancellationToken ct)
    {
        var limit = step.Integer("timeoutSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : Limit;
        for (var began = DateTimeOffset.UtcNow; DateTimeOffset.UtcNow - began < limit; await Task.Delay(Poll, ct))
        {
            var found = (await cluster.Objects.FindAsync(ReferenceOf(step), ct)).AsMap;
            if (found is null ? step.Flag("absent") : Holds(step, found))
            {
                return;
            }
        }

        Differences.Add($"wait: {Encoding.UTF8.GetString(GoJson.Format(Value.Of(step), GoJsonOptions.Raw))}");
    }

    private static bool Holds(MapValue step, MapValue found)
    {
        if (step.Flag("absent"))
        {
            return false;
        }

        var status = found.Child("status") ?? new MapValue();
        if (step.Child("condition") is { } wanted && !status.Children("conditions").Any(
            condition => condition.Text("type") == wanted.Text("type")
                && (!wanted.Has("status") || condition.Text("status") == wanted.Text("status"))
                && (!wanted.Has("reason") || condition.Text("reason") == wanted.Text("reason"))
                && (!wanted.Has("message") || condition.Text("message") == wanted.Text("message"))))
        {
            return false;
        }

        var data = SecretData.Read(found);
        var head = new ObjectHead(found);
        return step.TextMap("dataEquals").All(entry => data[entry.Key]?.RevealText() == entry.Value)
            && step.Texts("dataAbsent").All(key => data[key] is null)
            && step.TextMap("annotations").All(entry => head.Annotations.GetValueOrDefault(entry.Key) == entry.Value)
            && (!step.Has("syncedPrefix")
                || status.Text("syncedResourceVersion").StartsWith(step.Text("syncedPrefix"), StringComparison.Ordinal))
            && (!step.Has("statusHas") || Encoding.UTF8.GetString(GoJson.Format(Value.Of(status), GoJsonOptions.Raw))
                .Contains(step.Text("statusHas"), StringComparison.Ordinal));
    }

    // Compares once what is there stays the same.
    private async Task CompareAsync(string name, CancellationToken ct)
    {
        var expected = played.Expected.Child(name)!;
        var snapshot = new ScenarioSnapshot(cluster, played, _made);
        var last = "";
        var same = 0;
        List<string> differences = [];
        for (var began = DateTimeOffset.UtcNow; same < 4 && DateTimeOffset.UtcNow - began < Stable; await Task.Delay(500, ct))
        {
            var seen = await snapshot.TakeAsync(expected, ct);
            var text = Encoding.UTF8.GetString(GoJson.Format(Value.Of(seen), GoJsonOptions.Raw));
            same = text == last ? same + 1 : 0;
            last = text;
            differences = ScenarioComparison.Compare(expected, seen);
        }

        Differences.AddRange(differences.Select(difference => $"{name}: {difference}"));
    }

    private static ResourceRef ReferenceOf(MapValue step)
    {
        var kind = step.Text("kind");
        var version = kind switch
        {
            "ExternalSecret" or "SecretStore" or "ClusterSecretStore" or "ClusterExternalSecret" => "external-secrets.io/v1",
            "PushSecret" or "ClusterPushSecret" => "external-secrets.io/v1alpha1",
            "Widget" => "example.com/v1",
            "Role" or "RoleBinding" => "rbac.authorization.k8s.io/v1",
            "Fake" or "Password" or "UUID" or "SSHKey" or "MFA" or "Webhook" or "VaultDynamicSecret" or "ClusterGenerator"
                or "GeneratorState" =>
                "generators.external-secrets.io/v1alpha1",
            _ => "v1",
        };
        return new(version, kind, step.Text("namespace"), step.Text("name"));
    }
}
