using System.Text;

namespace SecretsKit.Providers.Age.Format;

/// <summary>The lines of a stanza, as they are written in headers and travel to and from plugins (spec sops.md 8.2).</summary>
internal static class AgeStanzaText
{
    /// <summary>Characters of a full line of a body.</summary>
    public const int Columns = 64;

    /// <summary>Bytes of a full line of a body.</summary>
    public const int BytesPerLine = Columns / 4 * 3;

    /// <summary>How the first line begins.</summary>
    public static ReadOnlySpan<byte> Opening => "->"u8;

    /// <summary>Appends a stanza. A body always ends with a line that is shorter than a full one, be it empty.</summary>
    public static void Write(StringBuilder text, AgeStanza stanza)
    {
        text.Append("-> ").Append(stanza.Type);
        foreach (var argument in stanza.Arguments)
        {
            text.Append(' ').Append(argument);
        }

        var body = StrictBase64.Encode(stanza.Body);
        for (var at = 0; at <= body.Length; at += Columns)
        {
            text.Append('\n').Append(body, at, Math.Min(Columns, body.Length - at));
        }

        text.Append('\n');
    }

    /// <summary>The words of a first line after its arrow, at least one; null when it is malformed.</summary>
    /// <param name="line">With its LF.</param>
    public static string[]? Words(ReadOnlySpan<byte> line)
    {
        var words = Encoding.Latin1.GetString(line[..^1]).Split(' ', AgeLimits.MaxStanzaArguments + 2);
        return words.Length < 2
            || words[0] != "->"
            || words.Length > AgeLimits.MaxStanzaArguments + 1
            || !Array.TrueForAll(words[1..], IsPrintable)
            ? null
            : words[1..];
    }

    /// <summary>Decodes a line of base64 without its LF.</summary>
    /// <returns>Null and an error in Go's words.</returns>
    public static byte[]? Decode(ReadOnlySpan<byte> text, out string error)
    {
        if (text.Contains((byte)'\r'))
        {
            error = "unexpected newline character";
            return null;
        }

        var result = StrictBase64.TryDecode(text, out var at);
        error = $"illegal base64 data at input byte {at}";
        return result;
    }

    private static bool IsPrintable(string word) => word.Length > 0 && word.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
}
