using System.Globalization;
using System.Text;

namespace SecretsKit.Providers.Age.Format;

/// <summary>Public text in messages, quoted as Go does. What looks like a secret key is not shown: a mixed-up argument must not end in a log.</summary>
internal static class Quoted
{
    private const int MaxLength = 4096;

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(ReadOnlySpan<byte> text)
    {
        if (LooksSecret(text))
        {
            return "(a secret key, not shown)";
        }

        var result = new StringBuilder("\"");
        var rest = text[..Math.Min(text.Length, MaxLength)];
        while (Rune.DecodeFromUtf8(rest, out var rune, out var length) is var status && length > 0)
        {
            if (status != System.Buffers.OperationStatus.Done)
            {
                Append(result, rest[..length]);
            }
            else if (Escape(rune.Value) is { } escape)
            {
                result.Append(escape);
            }
            else
            {
                result.Append(rune);
            }

            rest = rest[length..];
        }

        return result.Append('"').ToString();
    }

    private static bool LooksSecret(ReadOnlySpan<byte> text)
    {
        var ascii = Encoding.ASCII.GetString(text);
        return ascii.Contains("SECRET-KEY-", StringComparison.OrdinalIgnoreCase) || ascii.Contains("AGE-PLUGIN-", StringComparison.OrdinalIgnoreCase)
            || ascii.Contains("PRIVATE KEY", StringComparison.Ordinal);
    }

    private static void Append(StringBuilder result, ReadOnlySpan<byte> invalid)
    {
        foreach (var b in invalid)
        {
            result.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }
    }

    private static string? Escape(int value) => value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\v' => "\\v",
        < ' ' or 0x7f => $"\\x{value:x2}",
        >= 0x80 and < 0xa1 or 0xad or 0x2028 or 0x2029 or 0xfeff => $"\\u{value:x4}",
        _ => null,
    };
}
