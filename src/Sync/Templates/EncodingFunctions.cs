using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>Encodings that Sprig lacks. What cannot be decoded becomes the text of the error, as the reference has it.</summary>
internal static class EncodingFunctions
{
    public static FunctionTable AddEncodings(this FunctionTable table) =>
        table.Add("hexdec", static (_, a) => Value.Of(FromHex(a[0].StringBytes)), ParameterType.String);

    private static byte[] FromHex(byte[] text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiHexDigit((char)text[at]))
            {
                var shown = text[at] is >= 0x20 and < 0x7F ? $"'{(char)text[at]}'" : $"'\\x{text[at]:x2}'";
                return Encoding.UTF8.GetBytes(
                    $"encoding/hex: invalid byte: U+{(int)text[at]:X4} {shown}");
            }
        }

        return text.Length % 2 == 0
            ? Convert.FromHexString(Encoding.ASCII.GetString(text))
            : Encoding.UTF8.GetBytes("encoding/hex: odd length hex string");
    }
}
