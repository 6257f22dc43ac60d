using System.Buffers;
using System.Text;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Diffing;

/// <summary>Reads the objects of a manifest for a diff (spec helm.md 21.2).</summary>
/// <param name="namespace">That of the release: of objects that name none.</param>
public sealed class DiffManifest(string @namespace)
{
    private const string HookMark = "helm.sh/hook";
    private const string BaseName = "helm-diff/base-name";

    private static readonly KubernetesYamlOptions Reading = new() { KeepsIntegers = true };

    /// <summary>Whether tests count. Default no.</summary>
    public bool IncludesTests { get; init; }

    /// <summary>Whether texts are written anew, with sorted keys and without comments. Default no.</summary>
    public bool Normalizes { get; init; }

    /// <summary>The manifest of a rendering: its documents, and its hooks behind them.</summary>
    public static string TextOf(RenderResult rendering, bool withHooks = true)
    {
        ArgumentNullException.ThrowIfNull(rendering);
        var text = new StringBuilder();
        foreach (var manifest in rendering.Manifests.Concat(withHooks ? rendering.Hooks.Select(hook => hook.Manifest) : []))
        {
            text.Append($"\n---\n# Source: {manifest.Path}\n{Encoding.UTF8.GetString(manifest.Text.Span)}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads objects by what they are; of several that are the same, the first counts.</summary>
    /// <exception cref="SecretsKitException">A document cannot be read.</exception>
    public IReadOnlyDictionary<string, DiffObject> Read(string manifest)
    {
        var found = new Dictionary<string, DiffObject>(StringComparer.Ordinal);
        foreach (var (tree, content) in Documents(manifest).SelectMany(Items))
        {
            var item = Named(tree, content);
            if (!IncludesTests && ObjectTree.Mark(tree, "annotations", HookMark) is "test" or "test-success")
            {
                continue;
            }

            found.TryAdd(item.Key, item);
        }

        return found;
    }

    /// <summary>Reads objects by the templates that they are from: those of one template are numbered.</summary>
    /// <exception cref="SecretsKitException">A document cannot be read.</exception>
    public IReadOnlyDictionary<string, DiffObject> ReadByTemplate(string manifest)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new Dictionary<string, DiffObject>(StringComparer.Ordinal);
        foreach (var (tree, content) in Documents(manifest).SelectMany(Items))
        {
            var item = Named(tree, content);
            var source = item.Source;
            var count = counts[source] = counts.GetValueOrDefault(source) + 1;
            var key = count == 1 ? source : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source} {count}");
            found[key] = item with { Key = key };
        }

        return found;
    }

    /// <summary>What an object is found by among those that <see cref="Read"/> gives.</summary>
    public string KeyOf(ReleaseObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Named(item.Manifest, "").Key;
    }

    private static IEnumerable<string> Documents(string manifest) =>
        ("\n" + manifest).Split("\n---\n").Select(text => text.Trim()).Where(text => text.Length > 0);

    private IEnumerable<(MapValue Tree, string Content)> Items(string content)
    {
        MapValue? tree;
        try
        {
            tree = KubernetesYaml.Read(Encoding.UTF8.GetBytes(content), Reading).AsMap;
        }
        catch (DocumentException failure)
        {
            throw new SecretsKitException(ErrorCode.MalformedDocument, "a manifest cannot be read: " + failure.Message, failure);
        }

        var kind = tree is null ? "" : ObjectTree.Text(tree, "kind");
        if (tree is null || (kind.Length == 0 && ObjectTree.Text(tree, "apiVersion").Length == 0))
        {
            return [];
        }

        return kind.EndsWith("List", StringComparison.Ordinal) && tree[new("items")].AsList is { } list
            ? list.Items.ToArray().Select(item => item.AsMap).OfType<MapValue>().Select(item => (item, Text(item)))
            : [(tree, Normalizes ? Text(tree) : content)];
    }

    private DiffObject Named(MapValue tree, string content)
    {
        var metadata = ObjectTree.Metadata(tree);
        var place = ObjectTree.Text(metadata, "namespace") is { Length: > 0 } own ? own : @namespace;
        var name = ObjectTree.Mark(tree, "annotations", BaseName) ?? ObjectTree.Text(metadata, "name");
        var item = new DiffObject("", content, tree) { Namespace = place, Name = name };
        return item with { Key = $"{place}, {name}, {item.Kind} ({item.Group})" };
    }

    /// <summary>An object as YAML with sorted keys.</summary>
    internal static string Text(MapValue tree)
    {
        var text = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(Value.Of(tree), text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
