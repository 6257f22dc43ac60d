using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Vault.Kv;

/// <summary>
/// JSON of responses as the reference prints it: keys sorted, escapes for HTML, numbers with the digits that the server wrote (spec
/// external-secrets.md 3.3; unlike the reference also in maps, Q14).
/// </summary>
internal static class KvJson
{
    private const int MostPlainDigits = 400;

    /// <summary>A value as compact JSON.</summary>
    public static byte[] Format(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Members as a compact JSON object.</summary>
    /// <param name="members">In any order; of equal names the last counts.</param>
    public static byte[] Format(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteObject(members, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// One value by the typed rule: a text is itself, null is nothing, maps and lists are JSON.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="keepsExponents">Whether numbers keep an exponent; else they are written out.</param>
    public static SecretValue Typed(JsonElement value, bool keepsExponents) => value.ValueKind switch
    {
        JsonValueKind.String => SecretValue.OfText(value.GetString()!),
        JsonValueKind.Null or JsonValueKind.Undefined => SecretValue.Empty,
        JsonValueKind.Number => SecretValue.OfText(keepsExponents ? value.GetRawText() : Plain(value.GetRawText())),
        _ => new(Format(value)),
    };

    /// <summary>As <see cref="TypedMap"/>; null is an object without members.</summary>
    /// <returns>Null if it is neither.</returns>
    public static SecretMap? MapOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => TypedMap(value),
        JsonValueKind.Null => new(),
        _ => null,
    };

    /// <summary>The members of an object by the typed rule.</summary>
    public static SecretMap TypedMap(JsonElement value)
    {
        var map = new SecretMap();
        foreach (var member in value.EnumerateObject())
        {
            map[member.Name] = Typed(member.Value, keepsExponents: false);
        }

        return map;
    }

    // Only numbers with an exponent are written anew.
    private static string Plain(string digits) =>
        digits.AsSpan().IndexOfAny('e', 'E') >= 0 && double.TryParse(digits, CultureInfo.InvariantCulture, out var number)
            && GoFloat.Format(number, GoFloatFormat.Plain) is { Length: < MostPlainDigits } plain ? plain : digits;

    private static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)), output);
                break;
            case JsonValueKind.Array:
                var isFirst = true;
                output.Write("["u8);
                foreach (var item in value.EnumerateArray())
                {
                    output.Write(isFirst ? ""u8 : ","u8);
                    isFirst = false;
                    Write(item, output);
                }

                output.Write("]"u8);
                break;
            case JsonValueKind.String:
                GoJson.Write(Value.Of(value.GetString()!), output, GoJsonOptions.Compact);
                break;
            case JsonValueKind.Undefined:
                output.Write("null"u8);
                break;
            default:
                output.Write(Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void WriteObject(IEnumerable<KeyValuePair<string, JsonElement>> members, ArrayBufferWriter<byte> output)
    {
        var sorted = new SortedDictionary<ByteString, JsonElement>(ByBytes.Instance);
        foreach (var (name, member) in members)
        {
            sorted[new ByteString(name)] = member;
        }

        output.Write("{"u8);
        var isFirst = true;
        foreach (var (name, member) in sorted)
        {
            output.Write(isFirst ? ""u8 : ","u8);
            isFirst = false;
            GoJson.Write(Value.Of(name.Span), output, GoJsonOptions.Compact);
            output.Write(":"u8);
            Write(member, output);
        }

        output.Write("}"u8);
    }

    private sealed class ByBytes : IComparer<ByteString>
    {
        public static ByBytes Instance { get; } = new();

        public int Compare(ByteString x, ByteString y) => x.Span.SequenceCompareTo(y.Span);
    }
}
