using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Upper and lower case (spec sprig.md 3).</summary>
internal static class Casing
{
    public static FunctionTable AddCasing(this FunctionTable table) => table
        .Add("upper", static (_, a) => Value.Of(Runes.Map(a[0].StringBytes, GoUnicode.ToUpper)), P.String)
        .Add("lower", static (_, a) => Value.Of(Runes.Map(a[0].StringBytes, GoUnicode.ToLower)), P.String)
        .Add("title", static (_, a) => Value.Of(Title(a[0].StringBytes)), P.String)
        .Add("untitle", static (_, a) => Value.Of(Untitle(a[0].StringBytes)), P.String)
        .Add("swapcase", static (_, a) => Value.Of(SwapCase(a[0].StringBytes)), P.String)
        .Add("initials", static (_, a) => Value.Of(Initials(a[0].StringBytes)), P.String);

    private static byte[] Title(ReadOnlySpan<byte> text)
    {
        var previous = new Rune(' ');
        return Runes.Map(text, rune =>
        {
            var changed = EndsWord(previous) ? GoUnicode.ToTitle(rune) : rune;
            previous = rune;
            return changed;
        });
    }

    private static bool EndsWord(Rune rune) => rune.IsAscii
        ? !(char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_')
        : !(GoUnicode.IsLetter(rune) || GoUnicode.IsDigit(rune)) && Runes.IsSpace(rune);

    private static byte[] Untitle(ReadOnlySpan<byte> text)
    {
        var atStart = true;
        return Runes.Map(text, rune =>
        {
            var isSpace = Runes.IsSpace(rune);
            var changed = atStart && !isSpace ? GoUnicode.ToLower(rune) : rune;
            atStart = isSpace;
            return changed;
        });
    }

    private static byte[] SwapCase(ReadOnlySpan<byte> text)
    {
        var atStart = true;
        return Runes.Map(text, rune =>
        {
            if (Runes.IsUpper(rune) || Runes.IsTitle(rune))
            {
                atStart = false;
                return GoUnicode.ToLower(rune);
            }

            if (Runes.IsLower(rune))
            {
                var changed = atStart ? GoUnicode.ToTitle(rune) : GoUnicode.ToUpper(rune);
                atStart = false;
                return changed;
            }

            atStart = Runes.IsSpace(rune);
            return rune;
        });
    }

    // By bytes, each taken for a character of its own.
    private static byte[] Initials(ReadOnlySpan<byte> text)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var afterGap = true;
        foreach (var c in text)
        {
            var rune = new Rune(c);
            var isGap = Runes.IsSpace(rune);
            if (afterGap && !isGap)
            {
                Runes.Write(output, rune);
            }

            afterGap = isGap;
        }

        return output.WrittenSpan.ToArray();
    }
}
