using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>The anchor and the tag that are written before a node.</summary>
/// <param name="Anchor">The anchor's name, or null.</param>
/// <param name="Tag">The tag, or null where it goes without saying.</param>
internal readonly record struct NodeProperties(string? Anchor, string? Tag)
{
    private static ReadOnlySpan<byte> TagPunctuation => ";/?:@&=+$,_.~*'()[]"u8;

    /// <summary>How much they count towards the length of a simple key.</summary>
    public int KeyLength => (Anchor is null ? 0 : Encoding.UTF8.GetByteCount(Anchor)) + TagLength;

    private int TagLength
    {
        get
        {
            if (Tag is null)
            {
                return 0;
            }

            // A standard tag counts by its short form, whichever form it was given in.
            return Encoding.UTF8.GetByteCount(YamlTags.Shorten(Tag));
        }
    }

    public void Write(YamlOutput output)
    {
        if (!string.IsNullOrEmpty(Anchor))
        {
            WriteAnchor(output, Anchor, "&"u8, "yaml: anchor value must contain alphanumerical characters only");
        }

        if (string.IsNullOrEmpty(Tag))
        {
            return;
        }

        var tag = YamlTags.Shorten(Tag);
        if (tag[0] == '!')
        {
            var handle = tag.StartsWith("!!", StringComparison.Ordinal) ? 2 : 1;
            output.Token("!!"u8[..handle]);
            WriteTagText(output, tag.AsSpan(handle));
            return;
        }

        output.Token("!<"u8);
        WriteTagText(output, tag);
        output.Join(">"u8);
    }

    public static void WriteAlias(YamlOutput output, string name) =>
        WriteAnchor(output, name, "*"u8, "yaml: alias value must contain alphanumerical characters only");

    private static void WriteAnchor(YamlOutput output, string name, ReadOnlySpan<byte> indicator, string problem)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoForm, problem);
            }
        }

        output.Token(indicator);
        output.Join(Encoding.UTF8.GetBytes(name));
    }

    private static void WriteTagText(YamlOutput output, ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (length == 1 && (char.IsAsciiLetterOrDigit((char)bytes[0]) || bytes[0] == '-' || TagPunctuation.Contains(bytes[0])))
            {
                output.Write(bytes[0]);
                continue;
            }

            foreach (var b in bytes[..length])
            {
                output.Write((byte)'%');
                output.Write((byte)"0123456789ABCDEF"[b >> 4]);
                output.Write((byte)"0123456789ABCDEF"[b & 15]);
            }
        }
    }
}
