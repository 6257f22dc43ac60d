using System.Globalization;
using System.Text;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Comparison;

/// <summary>
/// Reads the documents of a rendering: manifests as <c>helm template</c> prints them, or any YAML or
/// JSON stream. Lists of resources count as their items. What is no YAML, or no resource, is compared as text.
/// </summary>
/// <param name="defaultNamespace">The namespace of resources that name none.</param>
public sealed class ManifestReader(string defaultNamespace)
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true, QuotesContent = false };

    private readonly List<ManifestDocument> _documents = [];
    private readonly Dictionary<ResourceIdentity, int> _seen = [];
    private int _unnamed;

    private static ReadOnlySpan<byte> SourceMark => "# Source: "u8;

    /// <summary>What was read, in order.</summary>
    public IReadOnlyList<ManifestDocument> Documents => _documents;

    /// <summary>Adds the documents of a text.</summary>
    /// <param name="text">The stream; kept, so it must not change.</param>
    /// <param name="isWhollySecret">Whether it comes out of an encrypted file.</param>
    public void Add(ReadOnlyMemory<byte> text, bool isWhollySecret = false)
    {
        foreach (var document in DocumentSplitter.Split(text, HelmGeneration.V4).SelectMany(SplitAtEnds))
        {
            AddDocument(document, isWhollySecret);
        }
    }

    /// <summary>Adds the documents of a rendering: manifests, then hooks.</summary>
    public void Add(IEnumerable<Manifest> manifests)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        foreach (var manifest in manifests)
        {
            Add(manifest.Text);
        }
    }

    private void AddDocument(ReadOnlyMemory<byte> text, bool isWhollySecret)
    {
        text = text.TrimEnd(" \t\r\n"u8);
        var source = TakeSource(ref text);
        if (text.IsEmpty)
        {
            return;
        }

        var content = Read(text);
        if (content.AsMap is { } map && Field(map, "kind") is { Length: > 0 } kind && Field(map, "apiVersion") is { Length: > 0 } version)
        {
            if (kind.EndsWith("List", StringComparison.Ordinal)
                && map[new("items")].AsList is { } items
                && Field(map, "metadata", "name").Length == 0)
            {
                AddItems(items, kind, version, isWhollySecret);
                return;
            }

            AddResource(map, kind, version, new(text), isItem: false, isWhollySecret);
            return;
        }

        // A document of comments alone says nothing.
        if (!content.IsNil || !IsComment(text.Span))
        {
            _unnamed++;
            var name = source.Length > 0
                ? source
                : string.Create(CultureInfo.InvariantCulture, $"document {_unnamed} that is not a resource");
            Keep(new("", name, "", "", 1), "", new(text), content, isItem: false, isWhollySecret);
        }
    }

    // Items of a typed list need not repeat what they are.
    private void AddItems(ListValue items, string listKind, string listVersion, bool isWhollySecret)
    {
        foreach (var item in items.Items)
        {
            if (item.AsMap is { } map)
            {
                var kind = Field(map, "kind") is { Length: > 0 } own ? own : listKind[..^"List".Length];
                var version = Field(map, "apiVersion") is { Length: > 0 } given ? given : listVersion;
                var named = map.ShallowCopy();
                named.Set(new("kind"), Value.Of(kind));
                named.Set(new("apiVersion"), Value.Of(version));
                AddResource(named, kind, version, ByteString.Empty, isItem: true, isWhollySecret);
            }
        }
    }

    private void AddResource(MapValue map, string kind, string version, ByteString text, bool isItem, bool isWhollySecret)
    {
        var slash = version.LastIndexOf('/');
        var name = Field(map, "metadata", "name") is { Length: > 0 } own
            ? own
            : Field(map, "metadata", "generateName") is { Length: > 0 } start
            ? start + "*"
            : "";
        var space = Field(map, "metadata", "namespace") is { Length: > 0 } given ? given : defaultNamespace;
        Keep(new(space, name, kind, slash < 0 ? version : version[..slash], 1), version, text, Value.Of(map), isItem, isWhollySecret);
    }

    private void Keep(ResourceIdentity identity, string version, ByteString text, Value content, bool isItem, bool isWhollySecret)
    {
        var ordinal = _seen[identity] = _seen.GetValueOrDefault(identity) + 1;
        _documents.Add(new()
        {
            Identity = identity with { Ordinal = ordinal },
            ApiVersion = version,
            Text = text,
            Content = content,
            IsItem = isItem,
            IsWhollySecret = isWhollySecret,
        });
    }

    // What is behind a line of "..." is a document of its own, which a reader of the first one does not see.
    private static IEnumerable<ReadOnlyMemory<byte>> SplitAtEnds(ReadOnlyMemory<byte> text)
    {
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text.Span[at..].IndexOf((byte)'\n');
            var next = end < 0 ? text.Length : at + end + 1;
            if (text.Span[at..next].TrimEnd(" \t\r\n"u8) is [(byte)'.', (byte)'.', (byte)'.'])
            {
                yield return text[start..at];
                start = next;
            }

            at = next;
        }

        yield return text[start..];
    }

    private static string TakeSource(ref ReadOnlyMemory<byte> text)
    {
        if (!text.Span.StartsWith(SourceMark))
        {
            return "";
        }

        var end = text.Span.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return Encoding.UTF8.GetString(line.Span[SourceMark.Length..]).Trim();
    }

    private static Value Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            return KubernetesYaml.Read(text, Options);
        }
        catch (DocumentException)
        {
            return Value.Nil; // It is compared as the text that it is.
        }
    }

    private static bool IsComment(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            if (text[range].Trim(" \t\r"u8) is [not (byte)'#', ..])
            {
                return false;
            }
        }

        return true;
    }

    private static string Field(MapValue map, params ReadOnlySpan<string> path)
    {
        foreach (var key in path[..^1])
        {
            if (map[new(key)].AsMap is not { } inner)
            {
                return "";
            }

            map = inner;
        }

        return ScalarText.TryOf(map[new(path[^1])], out var text) ? text : "";
    }
}
