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
}
