using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Formatting;

namespace SecretsKit.Templating.Builtins;

/// <summary><c>html</c>, <c>js</c> and <c>urlquery</c> (spec go-template.md 4.4).</summary>
internal static class Escaping
{
    private static readonly SearchValues<byte> HtmlSpecials = SearchValues.Create("\0\"'&<>"u8);

    public delegate void Writing(ReadOnlySpan<byte> text, IBufferWriter<byte> output);

    /// <summary>Escapes what <c>print</c> makes of the arguments; one that has no value says so.</summary>
    public static Value Escape(CallContext context, ReadOnlySpan<Value> arguments, Writing write)
    {
        var text = arguments is [{ IsString: true } only] ? only.StringBytes : Text(context, arguments);
        var output = new ByteChunks(context.Charge);
        write(text, output);
        return Value.Of(output.ToArray());
    }

    private static byte[] Text(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var shown = arguments.ToArray();
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = shown[i].IsNil ? Value.Of(NoValue.Text) : shown[i];
        }

        return Scratch.Collect(context, shown, GoPrint.Write).StringBytes;
    }

    public static void WriteHtml(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.IndexOfAny(HtmlSpecials) is var place and >= 0)
        {
            output.Write(text[..place]);
            output.Write(text[place] switch
            {
                (byte)'"' => "&#34;"u8,
                (byte)'\'' => "&#39;"u8,
                (byte)'&' => "&amp;"u8,
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                _ => "\uFFFD"u8,
            });
            text = text[(place + 1)..];
        }

        output.Write(text);
    }

    public static void WriteJavaScript(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            var width = 1;
            if (text[0] >= 0x80)
            {
                if (Rune.DecodeFromUtf8(text, out var rune, out width) != OperationStatus.Done)
                {
                    width = 1;
                    output.Write(text[..width]);
                }
                else if (GoUnicode.IsPrint(rune))
                {
                    output.Write(text[..width]);
                }
                else
                {
                    Encoding.ASCII.GetBytes($"\\u{rune.Value:X4}", output);
                }
            }
            else if (text[0] is (byte)'\\' or (byte)'\'' or (byte)'"')
            {
                output.Write([(byte)'\\', text[0]]);
            }
            else if (text[0] is < (byte)' ' or (byte)'<' or (byte)'>' or (byte)'&' or (byte)'=')
            {
                Encoding.ASCII.GetBytes($"\\u{text[0]:X4}", output);
            }
            else
            {
                output.Write(text[..1]);
            }

            text = text[width..];
        }
    }

    public static void WriteQuery(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var digits = "0123456789ABCDEF"u8;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit((char)c) || c is (byte)'~' or (byte)'-' or (byte)'_' or (byte)'.')
            {
                output.Write([c]);
            }
            else if (c == ' ')
            {
                output.Write("+"u8);
            }
            else
            {
                output.Write([(byte)'%', digits[c >> 4], digits[c & 15]]);
            }
        }
    }
}
