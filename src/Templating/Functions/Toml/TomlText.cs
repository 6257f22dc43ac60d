using System.Buffers;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Strings and keys of TOML.</summary>
internal static class TomlText
{
    private static readonly SearchValues<byte> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>Whether a key needs no quotes.</summary>
    public static bool IsBareKey(ReadOnlySpan<byte> key) => !key.IsEmpty && !key.ContainsAnyExcept(KeyCharacters);

    /// <summary>How many bytes at the start can be a bare key.</summary>
    public static int BareKeyLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(KeyCharacters);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Appends a basic string.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        foreach (var c in text)
        {
            switch (c)
            {
                case (byte)'"' or (byte)'\\':
                    output.Write([(byte)'\\', c]);
                    break;
                case (byte)'\b' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r':
                    output.Write([(byte)'\\', "btn_fr"u8[c - '\b']]);
                    break;
                case < (byte)' ' or 0x7f:
                    output.Write([.. "\\u00"u8, "0123456789abcdef"u8[c >> 4], "0123456789abcdef"u8[c & 15]]);
                    break;
                default:
                    output.Write([c]);
                    break;
            }
        }

        output.Write("\""u8);
    }
}
