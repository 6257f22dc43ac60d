using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>Turns scalars into values, as they are after the way through JSON.</summary>
internal sealed class ScalarReader(KubernetesYamlOptions options)
{
    private readonly KeyCache _keys = new();

    /// <summary>The value of a scalar.</summary>
    public Value Read(YamlNode node)
    {
        var scalar = Resolve(node, out var binary);
        return scalar.Type switch
        {
            YamlScalarType.Null => Value.Nil,
            YamlScalarType.Bool => Value.Of(scalar.Bool),
            YamlScalarType.Int => options.KeepsIntegers ? Value.Int64(scalar.Int) : Value.Float(scalar.Int),
            YamlScalarType.Unsigned => options.KeepsIntegers
                ? Value.Scalar(GoType.Uint64, (long)scalar.Unsigned)
                : Value.Float(scalar.Unsigned),
            YamlScalarType.Float => ReadFloat(scalar.Float, node),
            _ => Value.Of(Utf8Text.Repair(binary ?? node.Value.Span)),
        };
    }

    /// <summary>Fails where <see cref="Read"/> would; the value is nil.</summary>
    public Value Check(YamlNode node)
    {
        if (Resolve(node, out _) is { Type: YamlScalarType.Float } scalar)
        {
            ReadFloat(scalar.Float, node);
        }

        return Value.Nil;
    }

    /// <summary>The text of a scalar key; null for a null key, which JSON cannot have.</summary>
    public ByteString? ReadKey(YamlNode node)
    {
        var scalar = Resolve(node, out var binary);
        return scalar.Type switch
        {
            YamlScalarType.Null => null,
            YamlScalarType.Bool => _keys.Get(scalar.Bool ? "true"u8 : "false"u8),
            YamlScalarType.Int => new(scalar.Int.ToString(CultureInfo.InvariantCulture)),
            YamlScalarType.Unsigned => new(scalar.Unsigned.ToString(CultureInfo.InvariantCulture)),
            YamlScalarType.Float => new(FloatKey(scalar.Float)),
            _ => _keys.Get(binary ?? node.Value.Span),
        };
    }

    /// <summary>A key that was read as Go's syntax shows it; empty where content is not quoted and the key is a text.</summary>
    public string Show(YamlNode node, ByteString key) => Resolve(node, out _).Type != YamlScalarType.String
        ? key.RevealText()
        : options.QuotesContent ? GoQuote.Format(key.Span, GoQuoteStyle.Quote) : "";

    /// <summary>The failure of a null key.</summary>
    public DocumentException NullKey(YamlNode node, YamlNode value)
    {
        var shown = "";
        if (options.QuotesContent)
        {
            var isNull = value.Kind == YamlKind.Scalar && Resolve(value, out _).Type == YamlScalarType.Null;
            shown = $", key: <nil>, value: {(isNull ? "<nil>" : GoSyntax.Of(value))}";
        }

        return new(
            ErrorCode.MalformedDocument,
            DocumentFault.InvalidKey,
            "unsupported map key of type: %!s(<nil>)" + shown,
            node.Line,
            node.Column);
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
        throw ReadingErrors.At(DocumentFault.InvalidScalar, node, $"cannot decode {scalar.Tag}{text} as a {node.Tag}");
    }

    // What looks like a moment stays the string that was written.
    private static YamlScalar WithoutTimes(YamlScalar scalar) => scalar.Type is YamlScalarType.Timestamp or YamlScalarType.Merge
        ? default
        : scalar;

    private Value ReadFloat(double value, YamlNode node) => double.IsFinite(value) || options.KeepsInfinities
        ? Value.Float(value)
        : throw new DocumentException(
            ErrorCode.MalformedDocument,
            DocumentFault.NoJsonForm,
            "json: unsupported value: " + GoFloat.Format(value, GoFloatFormat.Sprint),
            node.Line,
            node.Column);

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
        var text = Encoding.ASCII.GetString(node.Value.Span)
            .Replace("\n", "", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal);
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.AsSpan().ContainsAny(' ', '\t')
            || Base64.DecodeFromUtf8(Encoding.ASCII.GetBytes(text), buffer, out _, out var length) != OperationStatus.Done)
        {
            throw ReadingErrors.At(DocumentFault.InvalidScalar, node, "!!binary value contains invalid base64 data");
        }

        return buffer[..length];
    }
}
