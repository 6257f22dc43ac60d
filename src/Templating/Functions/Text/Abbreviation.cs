using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Shortens text with an ellipsis, counting bytes (spec sprig.md 3).</summary>
internal static class Abbreviation
{
    private const int MarkLength = 3;
    private const int LeastWidth = MarkLength + 1;
    private const int LeastWidthBoth = (2 * MarkLength) + 1;

    private static ReadOnlySpan<byte> Mark => "..."u8;

    public static FunctionTable AddAbbreviation(this FunctionTable table) => table
        .Add("abbrev", static (_, a) => Value.Of(Head(a[0].Bits, a[1].StringBytes)), P.Int, P.String)
        .Add("abbrevboth", static (_, a) => Value.Of(Both(a[0].Bits, a[1].Bits, a[2].StringBytes)), P.Int, P.Int, P.String);

    private static byte[] Head(long width, byte[] text) => width < LeastWidth || text.Length <= width
        ? text
        : [.. text.AsSpan(0, (int)width - MarkLength), .. Mark];

    private static byte[] Both(long offset, long width, byte[] text)
    {
        if (width < LeastWidth || (offset > 0 && width < LeastWidthBoth) || text.Length <= width)
        {
            return text;
        }

        // The tail is always filled up.
        var shown = (int)width - MarkLength;
        offset = Math.Min(offset, text.Length - shown);
        if (offset <= LeastWidth)
        {
            return Head(width, text);
        }

        return offset + shown < text.Length
            ? [.. Mark, .. Head(shown, text[(int)offset..])]
            : [.. Mark, .. text.AsSpan(text.Length - shown)];
    }
}
