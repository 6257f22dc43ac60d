using System.Buffers.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Loading;

/// <summary>Turns scalars into leaves of the tree by their tags.</summary>
internal static class LeafLoader
{
    /// <summary>The leaf; null where an explicit tag does not fit the text.</summary>
    public static Node Load(YamlNode scalar) => TryLoad(scalar, out var leaf, out _) ? leaf : NullNode.Instance;

    /// <summary>The leaf of a scalar of the first document.</summary>
    /// <exception cref="DocumentException">An explicit tag does not fit the text.</exception>
    public static Node LoadStrictly(YamlNode scalar) => TryLoad(scalar, out var leaf, out var resolved) ? leaf
        : throw (resolved.Length == 0 ? YamlLoadErrors.InvalidBase64(scalar) : YamlLoadErrors.CannotDecode(scalar, resolved));

    private static bool TryLoad(YamlNode scalar, out Node leaf, out string resolvedTag)
    {
        resolvedTag = "";
        leaf = NullNode.Instance;
        var tag = YamlTags.Shorten(scalar.Tag);
        if (tag == YamlTags.Str)
        {
            leaf = new StringNode(scalar.Value);
            return true;
        }

        if (tag == YamlTags.Binary)
        {
            var decodes = TryDecode(scalar.Value.Span, out var bytes);
            leaf = decodes ? new StringNode(bytes) : leaf;
            return decodes;
        }

        if (!YamlResolver.TryResolve(tag, scalar.Value.Span, out var value))
        {
            resolvedTag = value.Tag;
            return false;
        }

        leaf = value.Type switch
        {
            YamlScalarType.Null => NullNode.Instance,
            YamlScalarType.Bool => new BoolNode(value.Bool),
            YamlScalarType.Int => new IntNode(value.Int),
            YamlScalarType.Unsigned => new UnsignedNode(value.Unsigned),
            YamlScalarType.Float => new FloatNode(value.Float),
            YamlScalarType.Timestamp => new TimeNode(value.Time),
            _ => new StringNode(scalar.Value),
        };
        return true;
    }

    // Line breaks may stand anywhere in the base64 text, blanks nowhere.
    private static bool TryDecode(ReadOnlySpan<byte> text, out ByteString bytes)
    {
        bytes = default;
        if (text.ContainsAny((byte)' ', (byte)'\t'))
        {
            return false;
        }

        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, buffer, out _, out var length) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        bytes = new ByteString(buffer.AsMemory(0, length));
        return true;
    }
}
