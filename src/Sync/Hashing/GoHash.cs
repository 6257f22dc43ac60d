using System.Globalization;
using System.Text;
using SecretsKit.Core.Crypto.Hashing;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Sources;
using SecretsKit.Templating.Formatting;

namespace SecretsKit.Sync.Hashing;

/// <summary>
/// Marks of changes that equal those of the reference (spec external-secrets.md 2.2): SHA3-224 of a value as Go's <c>%+v</c> prints it. So
/// objects that it wrote are not written again.
/// </summary>
internal static class GoHash
{
    /// <summary>Of a text.</summary>
    public static string Of(string text) => Sha3.Hash224Text(Encoding.UTF8.GetBytes(text));

    /// <summary>Of the <c>data</c> of a Secret as its object has it: base64 by key.</summary>
    public static string OfSecretData(MapValue? data)
    {
        var text = new StringBuilder("map[");
        var isFirst = true;
        foreach (var key in data is null ? [] : data.SortedKeys)
        {
            text.Append(isFirst ? "" : " ").Append(key.RevealText()).Append(":[");
            isFirst = false;
            AppendBytes(text, (SecretData.Decode(data![key]) ?? SecretValue.Empty).Bytes.Span);
            text.Append(']');
        }

        return Of(text.Append(']').ToString());
    }

    /// <summary>Of annotations and labels.</summary>
    public static string OfMetadata(IReadOnlyDictionary<string, string> annotations, IReadOnlyDictionary<string, string> labels) =>
        Of($"{{annotations:{TextOf(annotations)} labels:{TextOf(labels)}}}");

    /// <summary>Of any other value.</summary>
    public static string Of(Value value) => Sha3.Hash224Text(value.IsNil ? "map[]"u8 : GoText.Format(value));

    private static string TextOf(IReadOnlyDictionary<string, string> map) =>
        $"map[{string.Join(' ', map.OrderBy(entry => entry.Key, Utf8Order.Instance).Select(entry => $"{entry.Key}:{entry.Value}"))}]";

    private static void AppendBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (at > 0)
            {
                text.Append(' ');
            }

            text.Append(CultureInfo.InvariantCulture, $"{bytes[at]}");
        }
    }
}
