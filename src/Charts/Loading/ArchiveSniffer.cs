using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading;

/// <summary>Tells a user who names the wrong file what it seems to be.</summary>
internal static class ArchiveSniffer
{
    private const int SniffLength = 512;

    private static readonly SearchValues<byte> NoText = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0B, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1C, 0x1D, 0x1E, 0x1F]);

    private static ReadOnlySpan<byte> Blanks => "\t\n\f\r "u8;

    /// <summary>Looks at the start of a file and goes back there.</summary>
    /// <param name="archive">Lent; it can seek.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="ChartException">It is no gzip.</exception>
    public static void Require(Stream archive, string path)
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
        _ when IsPage(start) => "text/html; charset=utf-8",
        _ when start.TrimStart(Blanks).StartsWith("<?xml"u8) => "text/xml; charset=utf-8",

        // The reference looks at so many bytes, zeros if there are fewer, and zeros are no text.
        { Length: SniffLength } when !start.ContainsAny(NoText) => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };

    // What servers answer that want people to log in.
    private static bool IsPage(ReadOnlySpan<byte> start)
    {
        start = start.TrimStart(Blanks);
        foreach (var tag in (ReadOnlySpan<string>)["<!DOCTYPE HTML", "<HTML", "<HEAD", "<BODY", "<TITLE", "<SCRIPT", "<!--"])
        {
            if (start.Length > tag.Length && Ascii.EqualsIgnoreCase(start[..tag.Length], tag) && start[tag.Length] is (byte)' ' or (byte)'>')
            {
                return true;
            }
        }

        return false;
    }
}
