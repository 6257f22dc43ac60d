using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading;

/// <summary>Tells a user who names the wrong file what it seems to be.</summary>
internal static class ArchiveSniffer
{
    /// <summary>Looks at the start of a file and goes back there.</summary>
    /// <param name="archive">Lent; it can seek.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="ChartException">It is no gzip.</exception>
    public static void Require(Stream archive, string path)
    {
        // The reference looks at so many bytes, zeros if there are fewer: only long texts are text to it.
        Span<byte> start = stackalloc byte[ContentSniffer.Length];
        start.Clear();
        archive.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        archive.Position = 0;
        if (start is [0x1F, 0x8B, 0x08, ..])
        {
            return;
        }

        if (path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal))
        {
            throw new ChartException($"file '{path}' seems to be a YAML file, but expected a gzipped archive")
            {
                Cause = new ChartCause(ChartFault.NotAnArchive, path),
            };
        }

        throw new ChartException($"file '{path}' does not appear to be a gzipped archive; got '{ContentSniffer.TypeOf(start)}'")
        {
            Cause = new ChartCause(ChartFault.NotAnArchive, path),
        };
    }
}
