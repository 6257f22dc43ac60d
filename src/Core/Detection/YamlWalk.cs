using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Detection;

/// <summary>
/// Walks through YAML (and so JSON) with the places of all values. Aliases are not followed: their target is visited where it is.
/// </summary>
internal sealed class YamlWalk(IValueVisitor visitor)
{
    private static readonly ByteString[] EmptyNames = [];
    private readonly KeyPath _path = new();

    /// <summary>Walks through one document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="skipped">Top-level names that are left out.</param>
    public void Run(YamlNode document, params ByteString[] skipped)
    {
        foreach (var root in document.Children)
        {
            Walk(root, ManifestPart.None, skipped);
        }
    }

    private void Walk(YamlNode node, ManifestPart manifest, ByteString[] skipped)
    {
        switch (node.Kind)
        {
            case YamlKind.Mapping:
                WalkMapping(node, manifest, skipped);
                break;
            case YamlKind.Sequence:
                for (var i = 0; i < node.Children.Count; i++)
                {
                    _path.Push(i);
                    Walk(node.Children[i], manifest, EmptyNames);
                    _path.Pop();
                }

                break;
            case YamlKind.Scalar when node.Tag is YamlTags.Str or YamlTags.Int or YamlTags.Float or YamlTags.Binary or YamlTags.Timestamp:
                visitor.Visit(new()
                {
                    Path = _path,
                    Name = _path.Name(),
                    Parent = _path.Name(1),
                    Text = node.Value.Memory,
                    Line = node.Line,
                    Column = node.Column,
                    Manifest = manifest,
                });
                break;
        }
    }

    private void WalkMapping(YamlNode map, ManifestPart manifest, ByteString[] skipped)
    {
        var kind = Text(map, "kind"u8);
        var isSecret = kind.Span.SequenceEqual("Secret"u8) && !Text(map, "apiVersion"u8).IsEmpty;
        // Lists of variables: the name is a value of its own.
        // In an ExternalSecret, the name of a key and not its value.
        var isReference = Has(map, "remoteRef"u8) || Has(map, "sourceRef"u8);
        var named = Text(map, "name"u8) is { IsEmpty: false } name ? name : Text(map, "key"u8);
        for (var i = 0; i + 1 < map.Children.Count; i += 2)
        {
            var (key, value) = (map.Children[i], map.Children[i + 1]);
            if (isReference && key.Value.Span.SequenceEqual("secretKey"u8))
            {
                continue;
            }

            if (key.Kind != YamlKind.Scalar || Array.IndexOf(skipped, key.Value) >= 0 || key.Value.Span.SequenceEqual("encryptedData"u8))
            {
                continue;
            }

            var part = !isSecret ? manifest
                : key.Value.Span.SequenceEqual("data"u8) ? ManifestPart.Data
                : key.Value.Span.SequenceEqual("stringData"u8) ? ManifestPart.StringData
                : ManifestPart.None;
            var isNamed = !named.IsEmpty && value.Kind == YamlKind.Scalar && key.Value.Span.SequenceEqual("value"u8);
            _path.Push(key.Value);
            if (isNamed && value.Tag is YamlTags.Str or YamlTags.Int or YamlTags.Float)
            {
                visitor.Visit(
                    new()
                    {
                        Path = _path,
                        Name = named.Span,
                        Text = value.Value.Memory,
                        Line = value.Line,
                        Column = value.Column,
                        Manifest = part,
                    });
            }
            else
            {
                Walk(value, part, EmptyNames);
            }

            _path.Pop();
        }
    }

    private static bool Has(YamlNode map, ReadOnlySpan<byte> key)
    {
        for (var i = 0; i + 1 < map.Children.Count; i += 2)
        {
            if (map.Children[i].Kind == YamlKind.Scalar && map.Children[i].Value.Span.SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }

    private static ByteString Text(YamlNode map, ReadOnlySpan<byte> key)
    {
        for (var i = 0; i + 1 < map.Children.Count; i += 2)
        {
            if (map.Children[i].Kind == YamlKind.Scalar && map.Children[i].Value.Span.SequenceEqual(key))
            {
                return map.Children[i + 1] is { Kind: YamlKind.Scalar } value ? value.Value : default;
            }
        }

        return default;
    }
}
