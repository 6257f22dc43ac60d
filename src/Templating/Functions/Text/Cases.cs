using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Identifiers in the notations of programming languages (spec sprig.md 3.1).</summary>
internal static class Cases
{
    public static FunctionTable AddCases(this FunctionTable table) => table
        .Add("snakecase", static (_, a) => Value.Of(Join(a[0].StringBytes, (byte)'_')), P.String)
        .Add("kebabcase", static (_, a) => Value.Of(Join(a[0].StringBytes, (byte)'-')), P.String)
        .Add("camelcase", static (_, a) => Value.Of(Camel(a[0].StringBytes)), P.String);

    private static byte[] Join(ReadOnlySpan<byte> text, byte connector)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 8);
        var words = new WordReader(text);
        words.Next();
        while (!words.IsLast)
        {
            var kind = words.Kind;
            WriteWord(output, words, connector);
            words.Next();
            switch (kind)
            {
                case WordKind.Number:
                    GlueLowerWords(output, ref words, connector);
                    break;
                case WordKind.Connector or WordKind.Punctuation:
                    break;
                case var _ when words.Kind == WordKind.Number && !words.IsLast:
                    AfterLetters(output, ref words, connector);
                    break;
                case var _ when words.Kind != WordKind.Number && words.Kind is not (WordKind.Connector or WordKind.Punctuation):
                    output.Write([connector]);
                    break;
            }
        }

        WriteWord(output, words, connector);
        return output.WrittenSpan.ToArray();
    }

    // A number and the lower words behind it are one: the 2m3s of Duration2m3s.
    private static void GlueLowerWords(ArrayBufferWriter<byte> output, ref WordReader words, byte connector)
    {
        while (words.IsLowerOrNumber)
        {
            WriteWord(output, words, connector);
            words.Next();
        }

        if (words.WantsConnector)
        {
            output.Write([connector]);
        }
    }

    // The reader is at a number that follows letters and is not the end. It belongs to the letters, as in Bld4Floor,
    // unless lower-case letters claim it, as in HTTP20xOK.
    private static void AfterLetters(ArrayBufferWriter<byte> output, ref WordReader words, byte connector)
    {
        var number = words.Word;
        words.Next();
        if (words.Kind == WordKind.Lower)
        {
            output.Write([connector]);
            output.Write(number);
            GlueLowerWords(output, ref words, connector);
            return;
        }

        output.Write(number);
        if (words.Kind is not (WordKind.Connector or WordKind.Punctuation))
        {
            output.Write([connector]);
        }
    }

    private static void WriteWord(ArrayBufferWriter<byte> output, WordReader words, byte connector)
    {
        var word = words.Word;
        if (words.Kind is not (WordKind.Upper or WordKind.Connector))
        {
            output.Write(word);
            return;
        }

        while (!word.IsEmpty)
        {
            var rune = Runes.First(word, out var width);
            word = word[width..];
            Runes.Write(output, WordReader.IsConnector(rune) ? new Rune(connector) : Runes.IsUpper(rune) ? GoUnicode.ToLower(rune) : rune);
        }
    }

    private static byte[] Camel(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 8);
        var current = new Rune(0);
        var upperRun = false;
        var read = false;
        while (!text.IsEmpty)
        {
            current = Runes.First(text, out var width);
            text = text[width..];
            read = true;
            if (!WordReader.IsConnector(current))
            {
                upperRun = Runes.IsUpper(current);
                current = GoUnicode.ToUpper(current);
                break;
            }

            // Leading connectors stay.
            Runes.Write(output, current);
        }

        while (!text.IsEmpty)
        {
            var previous = current;
            current = Runes.First(text, out var width);
            text = text[width..];
            if (!WordReader.IsConnector(previous))
            {
                upperRun = upperRun && Runes.IsUpper(current);
                current = upperRun ? GoUnicode.ToLower(current) : current;
                Runes.Write(output, previous);
            }
            else if (WordReader.IsConnector(current))
            {
                // All but the last of several connectors stay.
                Runes.Write(output, previous);
            }
            else
            {
                upperRun = Runes.IsUpper(current);
                current = GoUnicode.ToUpper(current);
            }
        }

        if (read)
        {
            Runes.Write(output, current);
        }

        return output.WrittenSpan.ToArray();
    }
}
