using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Integration.Sync;

/// <summary>What is there, in the form of the recorded expectations.</summary>
internal sealed class ScenarioSnapshot(ScenarioCluster cluster, ScenarioCase played, IReadOnlySet<string> made)
{
    /// <summary>Takes it.</summary>
    /// <param name="expected">Says which other objects are looked at, and which keys are random.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<MapValue> TakeAsync(MapValue expected, CancellationToken ct)
    {
        List<Value> secrets = [], mappings = [], events = [], others = [];
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ns in played.Namespaces)
        {
            foreach (var tree in await ListAsync("external-secrets.io/v1", "ExternalSecret", ns, ct))
            {
                var mapping = new ExternalSecret(tree);
                mappings.Add(Value.Of(Shaped(tree, withGeneration: true)));
                if (mapping.Target.IsSecret)
                {
                    targets.Add($"{ns}/{mapping.Target.Name}");
                }
            }
        }

        foreach (var ns in played.Namespaces)
        {
            foreach (var tree in await ListAsync("v1", "Secret", ns, ct))
            {
                var head = new ObjectHead(tree);
                var isMade = made.Contains($"Secret/{ns}/{head.Name}");
                if (tree.Text("type") != "kubernetes.io/service-account-token"
                    && (!isMade || head.Labels.ContainsKey(TargetNames.ManagedLabel) || targets.Contains($"{ns}/{head.Name}")
                        || played.Tree.Texts("include").Contains(head.Name)))
                {
                    secrets.Add(Value.Of(Secret(tree)));
                }

                targets.Remove($"{ns}/{head.Name}");
            }

            events.AddRange((await ListAsync("v1", "Event", ns, ct)).Select(Event).Where(IsOurs).Select(Value.Of));
        }

        events.AddRange((await ListAsync("v1", "Event", "default", ct)).Select(Event)
            .Where(item => IsOurs(item) && IsOfCase(item.Text("name"))).Select(Value.Of));
        foreach (var other in expected.Children("others"))
        {
            if (await OtherAsync(other, ct) is { } found)
            {
                others.Add(Value.Of(found));
            }
        }

        List<Value> namespaces = [];
        foreach (var wanted in expected.Children("namespaces"))
        {
            if ((await cluster.Objects.FindAsync(new("v1", "Namespace", "", wanted.Text("name")), ct)).AsMap is { } ns)
            {
                var shaped = new MapValue().With("name", wanted.Text("name"));
                namespaces.Add(Value.Of(ns.Child("metadata")!.Has("finalizers")
                    ? shaped.With("finalizers", ns.Child("metadata")!.Field("finalizers")) : shaped));
            }
        }

        List<Value> calls = [];
        foreach (var call in expected.Has("aws") ? played.Tree.Children("aws_read") : [])
        {
            calls.Add(Value.Of(Sorted(await cluster.Servers.Aws.CallAsync(played.Id, call, ct))));
        }

        return new MapValue()
            .With("namespaces", List(namespaces)).With("aws", List(calls)).With("vault", Vault())
            .With("httpRequests", List([.. cluster.Servers.RequestsOf(played.Id).Select(Value.Of)]))
            .With("secrets", List(secrets)).With("externalSecrets", List(mappings)).With("events", List(events))
            .With("others", List(others))
            .With("absentSecrets", List([.. targets.Order(StringComparer.Ordinal).Select(name => Value.Of(name))]));
    }

    // As a list, so that it is compared as the others are.
    private Value Vault() => List(
    [
        .. played.Tree.Texts("vault_read").Select(path => Value.Of(new MapValue().With("path", path).With("data", VaultData(path)))),
    ]);

    private MapValue VaultData(string path)
    {
        try
        {
            var answer = cluster.Servers.Vault.Do("GET", path)!["data"]!.ToJsonString();
            var data = GoJson.Parse(System.Text.Encoding.UTF8.GetBytes(answer)).AsMap!;
            var metadata = data.Child("metadata");
            return metadata is null
                ? new MapValue().With("cas_required", data.Field("cas_required")).With("current_version", data.Field("current_version"))
                    .With("custom_metadata", data.Field("custom_metadata"))
                : new MapValue().With("custom_metadata", metadata.Field("custom_metadata")).With("data", data.Field("data"))
                    .With("deleted", Value.Of(metadata.Text("deletion_time").Length > 0)).With("version", metadata.Field("version"));
        }
        catch (InvalidOperationException)
        {
            return new();
        }
    }

    // The recordings have tags in order, and of versions only their stages.
    private static MapValue Sorted(MapValue call)
    {
        var answer = call.Child("answer")!;
        foreach (var field in (string[])["Tags", "TagList"])
        {
            if (answer.Has(field))
            {
                var tags = answer.Children(field).OrderBy(tag => tag.Text("Key"), StringComparer.Ordinal);
                answer.With(field, List([.. tags.Select(Value.Of)]));
            }
        }

        if (answer.Child("Parameter") is { } parameter)
        {
            foreach (var key in parameter.SortedKeys.ToArray().Where(key => parameter[key].IsNil))
            {
                parameter.Remove(key);
            }
        }

        if (answer.Child("VersionIdsToStages") is { } versions)
        {
            answer.With("VersionIdsToStages", List(
            [
                .. versions.SortedKeys.ToArray().Select(key => versions[key])
                    .OrderBy(stages => Fields.TextOf(stages.AsList!.Items[0]), StringComparer.Ordinal),
            ]));
        }

        return call;
    }

    private async Task<MapValue?> OtherAsync(MapValue other, CancellationToken ct)
    {
        var kind = other.Text("kind");
        var version = kind switch
        {
            "SecretStore" or "ClusterSecretStore" or "ClusterExternalSecret" => "external-secrets.io/v1",
            "PushSecret" or "ClusterPushSecret" => "external-secrets.io/v1alpha1",
            "Widget" => "example.com/v1",
            "GeneratorState" => "generators.external-secrets.io/v1alpha1",
            _ => "v1",
        };
        if ((await cluster.Objects.FindAsync(new(version, kind, other.Text("namespace"), other.Text("name")), ct)).AsMap is not { } tree)
        {
            return null;
        }

        var shaped = Shaped(tree, withGeneration: false).With("kind", kind);
        foreach (var field in (string[])["data", "spec"])
        {
            if (other.Has(field) && tree.Has(field))
            {
                shaped.With(field, tree.Field(field));
            }
        }

        return shaped;
    }

    private async Task<IEnumerable<MapValue>> ListAsync(string version, string kind, string ns, CancellationToken ct)
    {
        var resource = await cluster.Objects.ResourceAsync(new(version, kind, ns, "x"), ct);
        return (await cluster.Objects.ListAsync(resource, ns, ListOptions.All, ct)).Items.Select(item => item.AsMap!);
    }

    private static MapValue Shaped(MapValue tree, bool withGeneration)
    {
        var (shaped, metadata) = (new MapValue(), tree.Child("metadata")!);
        foreach (var field in (string[])["name", "namespace", "labels", "annotations", "finalizers", "ownerReferences"])
        {
            if (metadata.Has(field))
            {
                shaped.With(field, metadata.Field(field));
            }
        }

        if (withGeneration)
        {
            shaped.With("generation", metadata.Field("generation"));
        }

        var status = (tree.Child("status") ?? new MapValue()).Copy();
        foreach (var condition in status.Children("conditions"))
        {
            condition.Remove("lastTransitionTime");
        }

        if (tree.Text("kind") is not ("Widget" or "ConfigMap" or "Secret"))
        {
            shaped.With("status", status);
        }

        return shaped;
    }

    private static MapValue Secret(MapValue tree)
    {
        var shaped = Shaped(tree, withGeneration: false).With("type", tree.Text("type"));
        var data = new MapValue();
        foreach (var (key, value) in SecretData.Read(tree).Entries)
        {
            data.With(key, IsText(value.Bytes.Span)
                ? Value.Of(value.Bytes.Span)
                : Value.Of(new MapValue().With("base64", Convert.ToBase64String(value.Bytes.Span))));
        }

        shaped.With("data", data);

        if (tree.Has("immutable"))
        {
            shaped.With("immutable", tree.Field("immutable"));
        }

        List<Value> managers = [];
        foreach (var entry in tree.Child("metadata")!.Children("managedFields"))
        {
            if (entry.Text("manager").StartsWith("externalsecrets.external-secrets.io/", StringComparison.Ordinal))
            {
                var paths = new List<string>();
                AddPaths(entry.Child("fieldsV1")!, "", paths);
                managers.Add(Value.Of(new MapValue().With("manager", entry.Text("manager")).With("operation", entry.Text("operation"))
                    .With("fields", List([.. paths.Order(StringComparer.Ordinal).Select(path => Value.Of(path))]))));
            }
        }

        return managers.Count > 0 ? shaped.With("managedFields", List(managers)) : shaped;
    }

    private static void AddPaths(MapValue fields, string path, List<string> paths)
    {
        foreach (var key in fields.SortedKeys)
        {
            var name = key.RevealText();
            if (name == "." || name.StartsWith("k:", StringComparison.Ordinal))
            {
                continue;
            }

            var below = $"{path}/{name[2..].Replace("/", "~1", StringComparison.Ordinal)}";
            var inner = fields[key].AsMap;
            if (inner is { Count: > 0 } && inner.SortedKeys.ToArray().Any(child => child.RevealText() is var text
                && (text.StartsWith("f:", StringComparison.Ordinal) || text.StartsWith("v:", StringComparison.Ordinal))))
            {
                AddPaths(inner, below, paths);
            }
            else
            {
                paths.Add(below);
            }
        }
    }

    private static MapValue Event(MapValue tree)
    {
        var subject = tree.Child("involvedObject")!;
        var made = new MapValue().With("kind", subject.Text("kind")).With("name", subject.Text("name"))
            .With("message", tree.Text("message")).With("reason", tree.Text("reason")).With("type", tree.Text("type"))
            .With("source", tree.Child("source")?.Text("component") ?? "");
        return subject.Text("namespace") is { Length: > 0 } ns ? made.With("namespace", ns) : made;
    }

    // The names of some cases begin with those of others.
    private bool IsOfCase(string name) => name.StartsWith(played.Id, StringComparison.Ordinal)
        && !ScenarioCase.All.Any(id => id.Length > played.Id.Length && id.StartsWith(played.Id, StringComparison.Ordinal)
            && name.StartsWith(id, StringComparison.Ordinal));

    private static bool IsOurs(MapValue item) => item.Text("source") is "external-secrets" or "secret-store" or "cluster-secret-store"
        or "pushsecret";

    private static bool IsText(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) && !bytes.Contains((byte)0);

    private static Value List(List<Value> items) => Value.Of(new ListValue([.. items]));
}
