using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Breaks text into lines at blanks, counting bytes; line breaks that are there do not count (spec sprig.md 3).</summary>
internal static class Wrapping
{
    public static FunctionTable AddWrapping(this FunctionTable table) => table
        .Add("wrap", static (_, a) => Value.Of(Wrap(a[0].Bits, "\n"u8, a[1].StringBytes, cutsWords: false)), P.Int, P.String)
        .Add("wrapWith", static (c, a) => WrapWith(c, a[0].Bits, a[1].StringBytes, a[2].StringBytes), P.Int, P.String, P.String);

    private static Value WrapWith(CallContext context, long width, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> text)
    {
        context.Charge(text.Length / Math.Max(width, 1) * separator.Length);
        return Value.Of(Wrap(width, separator.IsEmpty ? "\n"u8 : separator, text, cutsWords: true));
    }

    private static byte[] Wrap(long width, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> text, bool cutsWords)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 16);
        width = Math.Max(width, 1);
        while (text.Length > width)
        {
            if (text[0] == ' ')
            {
                text = text[1..];
                continue;
            }

            // A line may be full exactly where the blank is.
            var line = (int)width;
            var next = text[..(line + 1)].LastIndexOf((byte)' ');
            if (next >= 0)
            {
                (line, next) = (next, next + 1);
            }
            else if (cutsWords)
            {
                next = line;
            }
            else
            {
                var end = text[line..].IndexOf((byte)' ');
                if (end < 0)
                {
                    break;
                }

                (line, next) = (line + end, line + end + 1);
            }

            output.Write(text[..line]);
            output.Write(separator);
            text = text[next..];
        }

        output.Write(text);
        return output.WrittenSpan.ToArray();
    }
}
