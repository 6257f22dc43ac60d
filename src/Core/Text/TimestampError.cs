using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>Why a text is not a timestamp. It holds positions and names only; the text itself may be secret.</summary>
/// <param name="Position">Offset in bytes of the part that could not be read; 0 when a part was read and is out of range.</param>
/// <param name="Expected">The part of the layout that was expected there, or empty when the text goes on after its end.</param>
/// <param name="OutOfRange">The part that is out of range (<c>month</c>, <c>day</c>, <c>hour</c>, ...), or null.</param>
public readonly record struct TimestampError(int Position, string Expected, string? OutOfRange)
{
    /// <summary>The layout in Go's notation.</summary>
    public const string Rfc3339Layout = "2006-01-02T15:04:05Z07:00";

    /// <summary>Go's message, which quotes the text: never call it for a value of a document.</summary>
    /// <param name="text">The text that was read.</param>
    public string Describe(ReadOnlySpan<byte> text)
    {
        var quoted = Quote(text);
        if (OutOfRange is not null)
        {
            return $"parsing time {quoted}: {OutOfRange} out of range";
        }

        var rest = Quote(text[Position..]);
        return Expected.Length == 0
            ? $"parsing time {quoted}: extra text: {rest}"
            : $"parsing time {quoted} as \"{Rfc3339Layout}\": cannot parse {rest} as \"{Expected}\"";
    }

    // Go's time package quotes more plainly than strconv: bytes outside printable ASCII are \x escapes, line breaks included.
    internal static string Quote(ReadOnlySpan<byte> text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is (byte)'"' or (byte)'\\')
            {
                quoted.Append('\\').Append((char)c);
            }
            else if (c is < (byte)' ' or >= 0x80)
            {
                quoted.Append("\\x").Append("0123456789abcdef"[c >> 4]).Append("0123456789abcdef"[c & 15]);
            }
            else
            {
                quoted.Append((char)c);
            }
        }

        return quoted.Append('"').ToString();
    }
}
