using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Releases;

/// <summary>
/// What an upgrade by Helm 3 did to an object: the manifests before and after, what was changed in between by hand, the request, and the
/// object afterwards.
/// </summary>
/// <param name="id">The name of its file.</param>
/// <param name="space">The namespace to put it in. Default null: that of the recording.</param>
internal sealed class MergeCase(string id, string? space = null)
{
    private static readonly string Root = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "releases", "objects");

    private readonly Value _case = GoJson.Parse(File.ReadAllBytes(Path.Combine(Root, id + ".json")));

    /// <summary>Those that reached the server.</summary>
    public static IEnumerable<TheoryDataRow<string>> Ids => Directory.EnumerateFiles(Root, "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Where(id => id != "cm-null-key")
        .Order(StringComparer.Ordinal)
        .Select(id => new TheoryDataRow<string>(id));

    /// <summary>The old manifest.</summary>
    public Value Old => InNamespace(Get(_case, "old"));

    /// <summary>The old manifest as it was installed: with the marks of the release.</summary>
    public Value Installed => Owned(Old);

    /// <summary>The new manifest with the marks of the release.</summary>
    public Value New => Owned(InNamespace(Get(_case, "new")));

    /// <summary>The object that the upgrade met.</summary>
    public Value Before => Get(Result, "liveBefore");

    /// <summary>The object that the upgrade left.</summary>
    public Value After => Get(Result, "liveAfter") is { IsString: false } live ? live : Before;

    /// <summary>What was changed by hand.</summary>
    public IEnumerable<Value> Edits => Get(_case, "edits").AsList!.Items.ToArray();

    /// <summary>The request; nil if there was none.</summary>
    public Value Write => Get(Result, "writes").AsList is { Count: > 0 } writes ? writes[0] : Value.Nil;

    private Value Result => Get(Get(_case, "results"), "helm3");

    /// <summary>The patch that an upgrade of a live object takes.</summary>
    public ObjectPatch Patch(Value live)
    {
        var reference = ResourceRef.Read(New, id);
        return MergeSchema.Find(reference.ApiVersion, reference.Kind) is { } type
            ? ObjectPatch.StrategicMerge(StrategicMergePatch.ThreeWay(Old.AsMap!, New.AsMap!, live.AsMap!, type))
            : ObjectPatch.JsonMerge(JsonMergePatch.TwoWay(Old.AsMap!, New.AsMap!));
    }

    public static Value Get(Value map, string name) => map.AsMap![new ByteString(name)];

    private Value InNamespace(Value manifest)
    {
        if (Get(Get(Before, "metadata"), "namespace") is { IsNil: false } name)
        {
            Get(manifest, "metadata").AsMap![new("namespace")] = space is null ? name : Value.Of(space);
        }

        return manifest;
    }

    private static Value Owned(Value manifest)
    {
        // A copy: the old manifest stays as it is.
        var copy = GoJson.Parse(GoJson.Format(manifest, GoJsonOptions.Raw));
        var metadata = Get(copy, "metadata").AsMap!;
        Add(metadata, "labels", "app.kubernetes.io/managed-by", "Helm");
        Add(metadata, "annotations", "meta.helm.sh/release-name", "r");
        Add(metadata, "annotations", "meta.helm.sh/release-namespace", "demo");
        return copy;
    }

    private static void Add(MapValue metadata, string field, string key, string value)
    {
        var name = new ByteString(field);
        if (metadata[name].AsMap is not { } map)
        {
            metadata[name] = Value.Of(map = new());
        }

        map[new(key)] = Value.Of(Encoding.UTF8.GetBytes(value));
    }
}
