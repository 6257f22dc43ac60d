using System.Text;
using System.Text.Unicode;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>Text that passed through JSON, which knows valid UTF-8 only.</summary>
internal static class Utf8Text
{
    /// <summary>A copy with U+FFFD in place of each invalid byte.</summary>
    public static byte[] Repair(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return text.ToArray();
        }

        var repaired = new List<byte>(text.Length + 8);
        while (!text.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf8(text, out _, out var width) == System.Buffers.OperationStatus.Done;
            width = isValid ? width : 1;
            repaired.AddRange(isValid ? text[..width] : [0xEF, 0xBF, 0xBD]);
            text = text[width..];
        }

        return [.. repaired];
    }
}
