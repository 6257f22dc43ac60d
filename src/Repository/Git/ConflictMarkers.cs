namespace SecretsKit.Repository.Git;

/// <summary>Finds what a merge left for people to decide.</summary>
public static class ConflictMarkers
{
    /// <summary>The line of the first marker, or 0. Both ends must be there: a line of equals signs alone is an underline.</summary>
    public static int Line(ReadOnlySpan<byte> content)
    {
        if (content.IndexOf("<<<<<<< "u8) is var start and >= 0
            && (start == 0 || content[start - 1] == '\n')
            && content[start..].IndexOf("\n>>>>>>> "u8) >= 0)
        {
            return content[..start].Count((byte)'\n') + 1;
        }

        return 0;
    }

    /// <summary>
    /// The line of the first marker, or 0, for a file that cannot be read: one end alone was left behind by whoever merged.
    /// </summary>
    public static int AnyLine(ReadOnlySpan<byte> content)
    {
        var line = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            line++;
            var text = content[range].TrimEnd((byte)'\r');
            if (text.StartsWith("<<<<<<< "u8) || text.StartsWith(">>>>>>> "u8) || text.StartsWith("||||||| "u8)
                || text.SequenceEqual("======="u8))
            {
                return line;
            }
        }

        return 0;
    }
}
