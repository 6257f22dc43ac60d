using SecretsKit.Core.Documents;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>Keeps the line ends that a file has in the repository, so that a merge does not show as a change of every line.</summary>
internal static class LineEnds
{
    /// <summary>The text with the line ends of another one, where line ends carry no meaning.</summary>
    public static byte[] As(ReadOnlySpan<byte> model, byte[] text, DocumentFormat format)
    {
        var isFree = format is DocumentFormat.Yaml or DocumentFormat.Json or DocumentFormat.Binary;
        var lines = model.Count((byte)'\n');
        if (!isFree || lines == 0 || model.Count("\r\n"u8) != lines || text.AsSpan().Contains((byte)'\r'))
        {
            return text;
        }

        var changed = new byte[text.Length + text.AsSpan().Count((byte)'\n')];
        var length = 0;
        foreach (var one in text)
        {
            if (one == (byte)'\n')
            {
                changed[length++] = (byte)'\r';
            }

            changed[length++] = one;
        }

        return changed;
    }
}
