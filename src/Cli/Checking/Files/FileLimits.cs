namespace SecretsKit.Cli.Checking.Files;

/// <summary>What is not read.</summary>
internal static class FileLimits
{
    /// <summary>Largest file: 8 MiB, more than ten thousand values.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    // As git tells binary files.
    private const int Sample = 8000;

    /// <summary>Whether a content is no text.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> content) => content[..Math.Min(content.Length, Sample)].Contains((byte)0);
}
