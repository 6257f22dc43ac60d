using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading;

/// <summary>Tells a user who names the wrong file what it seems to be.</summary>
internal static class ArchiveSniffer
{
    private const int SniffLength = 512;

    /// <summary>Looks at the start of a file and goes back there.</summary>
    /// <exception cref="ChartException">It is no gzip.</exception>
    public static void Require(FileStream archive, string path)
    {
        Span<byte> start = stackalloc byte[SniffLength];
        var length = archive.ReadAtLeast(start, SniffLength, throwOnEndOfStream: false);
        archive.Position = 0;
        start = start[..length];
        if (start is [0x1F, 0x8B, ..])
        {
            return;
        }

        if (path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal))
        {
            throw new ChartException($"file '{path}' seems to be a YAML file, but expected a gzipped archive");
        }

        throw new ChartException($"file '{path}' does not appear to be a gzipped archive; got '{Kind(start)}'");
    }

    private static string Kind(ReadOnlySpan<byte> start) => start switch
    {
        [] => "text/plain; charset=utf-8",
        [(byte)'P', (byte)'K', 3, 4, ..] => "application/zip",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "application/pdf",
        _ => "application/octet-stream",
    };
}
