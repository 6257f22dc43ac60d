using System.Buffers;

namespace SecretsKit.Templating.Execution;

/// <summary>What an action prints that has no value, and what Helm takes out of finished files.</summary>
internal static class NoValue
{
    public static ReadOnlySpan<byte> Text => "<no value>"u8;

    /// <summary>Copies all but each <c>&lt;no value&gt;</c>.</summary>
    public static void CopyWithout(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.IndexOf(Text) is var place and >= 0)
        {
            output.Write(text[..place]);
            text = text[(place + Text.Length)..];
        }

        output.Write(text);
    }

    /// <summary>The text without them; itself if there are none.</summary>
    public static byte[] Remove(byte[] text) => text.AsSpan().IndexOf(Text) < 0 ? text : Remove(text.AsSpan());

    /// <summary>A copy of the text without them.</summary>
    public static byte[] Remove(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf(Text) < 0)
        {
            return text.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(text.Length);
        CopyWithout(text, output);
        return output.WrittenSpan.ToArray();
    }
}
