using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope;

/// <summary>
/// Tells encrypted files from others by what every one of them must hold: a top-level entry for the metadata, and in it the time of the
/// last change. Lines are looked at from their start only, so values cannot pose as either.
/// </summary>
internal static class EncryptionSniffer
{
    public static bool LooksEncrypted(ReadOnlySpan<byte> text, DocumentFormat format) => format switch
    {
        DocumentFormat.Dotenv => HasLine(text, "sops_lastmodified="u8),
        DocumentFormat.Ini => HasLine(text, "[sops]"u8) && HasLine(text, "lastmodified"u8),
        DocumentFormat.Yaml => LooksLikeYaml(text) || LooksLikeJson(text),
        _ => LooksLikeJson(text),
    };

    // The key stands at the margin, plain or quoted; the block may be in flow style.
    private static bool LooksLikeYaml(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.StartsWith("sops:"u8) || line.StartsWith("\"sops\":"u8) || line.StartsWith("'sops':"u8))
            {
                return text[range.Start.Value..].IndexOf("lastmodified"u8) >= 0;
            }
        }

        return false;
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || text[start] != '{')
        {
            return false;
        }

        var depth = 0;
        var found = false;
        for (var i = start; i < text.Length && !found; i++)
        {
            switch (text[i])
            {
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
                case (byte)'"':
                    var end = EndOfString(text, i);
                    found = depth == 1 && text[i..end].SequenceEqual("\"sops\""u8) && text[end..].TrimStart(" \t\r\n"u8).StartsWith(":"u8);
                    i = end - 1;
                    break;
            }
        }

        return found && text.IndexOf("\"lastmodified\""u8) >= 0;
    }

    // Behind the closing quote, or behind the text.
    private static int EndOfString(ReadOnlySpan<byte> text, int start)
    {
        for (var i = start + 1; ; i++)
        {
            var next = i < text.Length ? text[i..].IndexOfAny((byte)'"', (byte)'\\') : -1;
            if (next < 0)
            {
                return text.Length;
            }

            i += next;
            if (text[i] == '"')
            {
                return i + 1;
            }

            i++;
        }
    }

    private static bool HasLine(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            if (text[range].StartsWith(start))
            {
                return true;
            }
        }

        return false;
    }
}
