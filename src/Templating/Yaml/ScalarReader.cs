using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Yaml;

/// <summary>Turns scalars into values, as they are after the way through JSON.</summary>
internal sealed class ScalarReader(KubernetesYamlOptions options)
{
    /// <summary>The value of a scalar.</summary>
    public Value Read(YamlNode node)
    {
        var scalar = Resolve(node, out var binary);
        return scalar.Type switch
        {
            YamlScalarType.Null => Value.Nil,
            YamlScalarType.Bool => Value.Of(scalar.Bool),
            YamlScalarType.Int => options.KeepsIntegers ? Value.Int64(scalar.Int) : Value.Float(scalar.Int),
            YamlScalarType.Unsigned => options.KeepsIntegers ? Value.Scalar(GoType.Uint64, (long)scalar.Unsigned) : Value.Float(scalar.Unsigned),
            YamlScalarType.Float => ReadFloat(scalar.Float, node),
            _ => Value.Of(Utf8Text.Repair(binary ?? node.Value.Span)),
        };
    }

    /// <summary>The text of a scalar key.</summary>
    /// <param name="node">The key.</param>
    /// <param name="shown">The key as Go's syntax shows it.</param>
    /// <returns>Null for a null key, which JSON cannot have.</returns>
    public ByteString? ReadKey(YamlNode node, out string shown)
    {
        var scalar = Resolve(node, out var binary);
        if (scalar.Type == YamlScalarType.Null)
        {
            shown = "";
            return null;
        }

        var text = scalar.Type switch
        {
            YamlScalarType.Bool => scalar.Bool ? "true" : "false",
            YamlScalarType.Int => scalar.Int.ToString(CultureInfo.InvariantCulture),
            YamlScalarType.Unsigned => scalar.Unsigned.ToString(CultureInfo.InvariantCulture),
            YamlScalarType.Float => FloatKey(scalar.Float),
            _ => null,
        };
        if (text is not null)
        {
            shown = text;
            return new ByteString(text);
        }

        var bytes = Utf8Text.Repair(binary ?? node.Value.Span);
        shown = options.QuotesContent ? GoQuote.Format(bytes, GoQuoteStyle.Quote) : "";
        return new ByteString(bytes);
    }

    /// <summary>The failure of a null key.</summary>
    public DocumentException NullKey(YamlNode node, YamlNode value)
    {
        var shown = "";
        if (options.QuotesContent)
        {
            var isNull = value.Kind == YamlKind.Scalar && Resolve(value, out _).Type == YamlScalarType.Null;
            shown = $", key: <nil>, value: {(isNull ? "<nil>" : GoSyntax.Of(value))}";
        }

        return new(ErrorCode.MalformedDocument, "unsupported map key of type: %!s(<nil>)" + shown, node.Line, node.Column);
    }

    // Strings come back by type String; the bytes of a !!binary scalar beside it.
    private YamlScalar Resolve(YamlNode node, out byte[]? binary)
    {
        binary = null;
        var isTagged = (node.Style & YamlStyle.Tagged) != 0;
        var isQuoted = (node.Style & ~YamlStyle.Tagged) != 0 || node.HasBareTag;
        if (!isTagged)
        {
            return isQuoted ? default : WithoutTimes(YamlLegacyResolver.Resolve(node.Value.Span));
        }

        if (node.Tag == YamlTags.Binary)
        {
            binary = Decode(node);
            return default;
        }

        if (YamlLegacyResolver.TryResolve(node.Tag, node.Value.Span, out var scalar))
        {
            return WithoutTimes(scalar);
        }

        var text = options.QuotesContent ? $" `{node.Value.RevealText()}`" : "";
        throw new DocumentException(ErrorCode.MalformedDocument, $"yaml: cannot decode {scalar.Tag}{text} as a {node.Tag}", node.Line, node.Column);
    }

    // What looks like a moment stays the string that was written.
    private static YamlScalar WithoutTimes(YamlScalar scalar) => scalar.Type is YamlScalarType.Timestamp or YamlScalarType.Merge ? default : scalar;

    private static Value ReadFloat(double value, YamlNode node) => double.IsFinite(value)
        ? Value.Float(value)
        : throw new DocumentException(ErrorCode.MalformedDocument, "json: unsupported value: " + GoFloat.Format(value, GoFloatFormat.Sprint), node.Line, node.Column);

    // Keys are printed with the precision of a single.
    private static string FloatKey(double value) => value switch
    {
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        double.NaN => ".nan",
        _ => SingleText.Of(value),
    };

    private static byte[] Decode(YamlNode node)
    {
        var text = Encoding.ASCII.GetString(node.Value.Span).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.AsSpan().ContainsAny(' ', '\t') || Base64.DecodeFromUtf8(Encoding.ASCII.GetBytes(text), buffer, out _, out var length) != OperationStatus.Done)
        {
            throw new DocumentException(ErrorCode.MalformedDocument, "yaml: !!binary value contains invalid base64 data", node.Line, node.Column);
        }

        return buffer[..length];
    }
}
