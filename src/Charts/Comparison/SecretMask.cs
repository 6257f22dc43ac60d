using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Comparison;

/// <summary>
/// Takes secrets out of documents before they are compared: values of Secrets, all values of encrypted
/// files, and decrypted values wherever they turn up. A stand-in of one length takes the place of each, the same for equal values, so that
/// a change shows and neither a value nor its length does. A document that holds a secret is written anew from what it says:
/// comments and folded lines could hide one.
/// </summary>
/// <param name="decrypted">The values that were decrypted in this run.</param>
/// <param name="showsSecrets">Whether nothing is masked after all.</param>
internal sealed class SecretMask(RedactionScope decrypted, bool showsSecrets)
{
    // A stand-in is a mark and a number in digits of its own, all from the private use area: no document has them, YAML leaves them as they
    // are, and no short secret can be found in one.
    private const char TokenMark = '\uE000';
    private const char TokenZero = '\uE100';
    private const int TokenBase = 4096;
    private const int TokenLength = 4;
    private const string HiddenText = "# not shown: this text is no YAML and may hold a Secret: ";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    // What of a Secret is no secret.
    private static readonly HashSet<string> PlainFields = ["apiVersion", "kind", "metadata", "type", "immutable"];

    private readonly Dictionary<ByteString, int> _numbers = [];

    /// <summary>The lines of a document that can be compared and shown.</summary>
    /// <param name="document">The document.</param>
    /// <param name="rewrites">Whether it is written anew in any case.</param>
    public IReadOnlyList<ByteString> LinesOf(ManifestDocument document, bool rewrites)
    {
        if (showsSecrets)
        {
            return Split(rewrites || document.IsItem ? Write(document.Content) ?? document.Text : document.Text);
        }

        if (document.Content.IsNil)
        {
            return document.IsWhollySecret || MayHoldSecret(document.Text.Span)
                ? [new(HiddenText + Token(document.Text.Memory))]
                : [.. Split(document.Text).Select(MaskLine)];
        }

        var masked = IsSecret(document) || document.IsWhollySecret ? MaskFields(document)
            : HoldsDecrypted(document.Content) ? MaskDecrypted(document.Content)
            : rewrites || document.IsItem ? document.Content
            : Value.Nil;
        return masked.IsNil
            ? [.. Split(document.Text).Select(MaskLine)]
            : Write(masked) is { } text ? Split(text) : [new(HiddenText + Token(document.Text.Memory))];
    }

    /// <summary>The same for a document of which it is known what comes from secrets.</summary>
    /// <param name="document">The document.</param>
    /// <param name="decoys">The same document with other values in place of the secrets.</param>
    /// <param name="rewrites">Whether it is written anew in any case.</param>
    public IReadOnlyList<ByteString> LinesOf(ManifestDocument document, ManifestDocument decoys, bool rewrites)
    {
        if (showsSecrets || (document.Content.IsNil && MayHoldSecret(document.Text.Span)))
        {
            return LinesOf(document, rewrites);
        }

        rewrites |= document.IsItem || IsSecret(document);
        var (real, decoy) = (TextOf(document, decoys, rewrites), TextOf(decoys, decoys, rewrites));
        return real is null || decoy is null
            ? [new(HiddenText + Token(document.Text.Memory))]
            : IsSecret(document) ? Split(real.Value)
            : new OriginMask(this, decrypted).Lines(Split(real.Value), Split(decoy.Value));
    }

    /// <summary>The stand-in for a text, the same for the same text.</summary>
    public string Token(string text) => Token(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a document is written anew because of what it holds.</summary>
    public bool Rewrites(ManifestDocument document) =>
        !showsSecrets && !document.Content.IsNil && (IsSecret(document) || document.IsWhollySecret || HoldsDecrypted(document.Content));

    /// <summary>The stand-ins in some lines.</summary>
    public static HashSet<string> Placeholders(IEnumerable<ByteString> lines)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            // Most lines hold none, and are not decoded.
            if (line.Span.IndexOf("\uE000"u8) >= 0)
            {
                var text = line.RevealText();
                for (var at = text.IndexOf(TokenMark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(TokenMark, at + 1))
                {
                    found.Add(text[at..Math.Min(at + TokenLength, text.Length)]);
                }
            }
        }

        return found;
    }

    /// <summary>A line as people see it.</summary>
    /// <param name="line">With stand-ins.</param>
    /// <param name="side">What to say of a stand-in.</param>
    public string Show(string line, Func<string, string> side)
    {
        if (showsSecrets)
        {
            return line;
        }

        for (var at = line.IndexOf(TokenMark, StringComparison.Ordinal); at >= 0;)
        {
            var end = Math.Min(at + TokenLength, line.Length);
            var shown = side(line[at..end]);
            line = string.Concat(line.AsSpan(0, at), shown, line.AsSpan(end));
            at = line.IndexOf(TokenMark, at + shown.Length);
        }

        return line;
    }

    private static bool IsSecret(ManifestDocument document) => document.Identity.Kind.Equals("Secret", StringComparison.OrdinalIgnoreCase);

    private static bool MayHoldSecret(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text).Contains("secret", StringComparison.OrdinalIgnoreCase);

    private ByteString? TextOf(ManifestDocument document, ManifestDocument decoys, bool rewrites) =>
        IsSecret(document) ? Write(MaskFields(document, decoys))
        : rewrites && !document.Content.IsNil ? Write(document.Content)
        : document.Text;

    private Value MaskFields(ManifestDocument document, ManifestDocument? decoys = null)
    {
        if (document.IsWhollySecret || document.Content.AsMap is not { } secret)
        {
            return MaskAll(document.Content, isBase64: false);
        }

        var masked = new MapValue();
        foreach (var (key, value) in secret.Entries)
        {
            var name = key.RevealText();
            masked.Set(key, !PlainFields.Contains(name) ? MaskAll(value, isBase64: name == "data")
                : decoys is null ? MaskDecrypted(value)
                : new OriginMask(this, decrypted).Mask(value, decoys.Content.AsMap is { } other ? other[key] : default));
        }

        if (masked[new("metadata")].AsMap?[new("annotations")].AsMap is { } annotations
            && annotations.TryGet(new(LastApplied), out var applied))
        {
            annotations.Set(new(LastApplied), MaskAll(applied, isBase64: false));
        }

        return Value.Of(masked);
    }

    // Values of "data" count as what they decode to, so that a move between data and stringData does not look like a change of the value.
    private Value MaskAll(Value value, bool isBase64) =>
        Walk(value, text => Value.Of(Token(isBase64 ? Decoded(text) : Encoding.UTF8.GetBytes(text))), key => key);

    private Value MaskDecrypted(Value value) => Walk(
        value,
        text => MaskText(text) is var masked && ReferenceEquals(masked, text) ? null : Value.Of(masked),
        key => new(MaskText(key.RevealText())));

    private string MaskText(string text) => decrypted.Redact(text, form => Token(Encoding.UTF8.GetBytes(form)));

    private bool HoldsDecrypted(Value value)
    {
        var texts = new StringBuilder();
        Walk(
            value,
            text =>
            {
                texts.Append(text).Append('\0');
                return null;
            },
            key =>
            {
                texts.Append(key.RevealText()).Append('\0');
                return key;
            });
        var all = texts.ToString();
        return !ReferenceEquals(decrypted.Redact(all), all);
    }

    private ByteString MaskLine(ByteString line)
    {
        var text = line.RevealText();
        return MaskText(text) is var masked && ReferenceEquals(masked, text) ? line : new(masked);
    }

    private string Token(ReadOnlyMemory<byte> value)
    {
        var name = new ByteString(value);
        if (!_numbers.TryGetValue(name, out var number))
        {
            _numbers.Add(name, number = _numbers.Count);
        }

        return string.Create(TokenLength, number, static (token, rest) =>
        {
            token[0] = TokenMark;
            for (var at = TokenLength - 1; at > 0; at--, rest /= TokenBase)
            {
                token[at] = (char)(TokenZero + (rest % TokenBase));
            }
        });
    }

    // Scalars and keys may change; a scalar for which there is null stays. Null itself is no one's secret.
    private static Value Walk(Value value, Func<string, Value?> scalar, Func<ByteString, ByteString> key)
    {
        if (value.AsMap is { } map)
        {
            var copy = new MapValue(capacity: map.Count);
            foreach (var (name, inner) in map.Entries)
            {
                copy.Set(key(name), Walk(inner, scalar, key));
            }

            return Value.Of(copy);
        }

        if (value.AsList is { } list)
        {
            var items = new Value[list.Count];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = Walk(list[i], scalar, key);
            }

            return Value.Of(new ListValue(items));
        }

        return ScalarText.TryOf(value, out var text) ? scalar(text) ?? value : value;
    }

    private static byte[] Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(text);
    }

    private static ByteString? Write(Value value)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            KubernetesYaml.Write(value, output);
        }
        catch (DocumentException)
        {
            return null; // Control characters: the caller falls back to what can be shown.
        }

        return new(output.WrittenMemory);
    }

    private static List<ByteString> Split(ByteString text)
    {
        var lines = new List<ByteString>();
        var rest = text.Memory;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            lines.Add(new(end < 0 ? rest : rest[..end]));
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return lines;
    }
}
