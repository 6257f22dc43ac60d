using SecretsKit.Core.Documents;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>What is not read.</summary>
internal static class FileLimits
{
    /// <summary>Largest file: 8 MiB, more than ten thousand values.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>How much is looked at, as git does.</summary>
    public const int Sample = 8000;

    /// <summary>
    /// Whether a content is no text. A file of a SOPS format by its name is one whatever is in it, or a
    /// single NUL byte would hide it; so is UTF-16.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The content, or its first <see cref="Sample"/> bytes.</param>
    public static bool IsBinary(string path, ReadOnlySpan<byte> content) => FileFormat.Of(null, path) == DocumentFormat.Binary
        && content is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && content[..Math.Min(content.Length, Sample)].Contains((byte)0);
}
