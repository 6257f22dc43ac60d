using System.Text;

namespace SecretsKit.Sync.Templates;

/// <summary>
/// Texts with other marks of actions: they are rewritten to the marks that the engine knows, and what looks like the engine's own marks
/// is printed.
/// </summary>
internal static class Delimiters
{
    private const string Left = "{{";
    private const string Right = "}}";

    /// <summary>A text with the marks of the engine; the same text if it has them already.</summary>
    public static byte[] Normalise(byte[] text, string left, string right)
    {
        if (left == Left && right == Right)
        {
            return text;
        }

        // One character for each byte, so that all of it comes back.
        var source = Encoding.Latin1.GetString(text);
        var made = new StringBuilder(source.Length);
        for (var at = 0; at < source.Length;)
        {
            var open = source.IndexOf(left, at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : source.IndexOf(right, open + left.Length, StringComparison.Ordinal);
            var literal = close < 0 ? source[at..] : source[at..open];
            made.Append(literal.Replace(Left, "{{\"{{\"}}", StringComparison.Ordinal));
            if (close < 0)
            {
                break;
            }

            made.Append(Left).Append(source, open + left.Length, close - open - left.Length).Append(Right);
            at = close + right.Length;
        }

        return Encoding.Latin1.GetBytes(made.ToString());
    }
}
