using System.Buffers.Binary;
using System.IO.Compression;
using SecretsKit.Charts.Loading.Tar;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading;

/// <summary>Unpacks a chart's <c>.tgz</c> into files, in memory, refusing paths that leave the chart and sizes beyond the limits.</summary>
internal static class ChartArchive
{
    // Bytes: head, nothing compressed, and what follows it.
    private const int LeastGzip = 10 + 2 + 8;

    /// <summary>All files of the archive, their first path element dropped.</summary>
    /// <param name="archive">Gzip-compressed tar that can seek; lent.</param>
    /// <param name="allowance">What it may cost.</param>
    /// <exception cref="ChartException">It is no such thing, is too large, or names files outside the chart.</exception>
    public static List<ChartFile> Read(Stream archive, LoadingBudget allowance)
    {
        var files = new List<ChartFile>();
        try
        {
            using var plain = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
            var tar = new TarReader(plain);
            ReadEntries(tar, files, allowance);
            if (tar.IsOpenEnded)
            {
                RequireEnd(archive, tar.Taken);
            }
        }
        catch (InvalidDataException failure)
        {
            throw new ChartException("gzip: invalid header", inner: failure);
        }
        catch (EndOfStreamException failure)
        {
            throw new ChartException("unexpected EOF", inner: failure);
        }

        return files.Count == 0 ? throw new ChartException("no files in chart archive") : files;
    }

    private static void ReadEntries(TarReader tar, List<ChartFile> files, LoadingBudget allowance)
    {
        var left = ChartLimits.MaxTotalBytes;
        while (tar.TryRead(out var entry))
        {
            allowance.TakeEntry();
            if (tar.ExtendedBytes > left)
            {
                throw TooLarge();
            }

            if (entry.IsFolder || entry.Kind == 'g')
            {
                continue;
            }

            var name = InnerName(entry.Name);
            var data = ReadData(tar, entry, name, ref left, allowance);
            files.Add(new(name, ByteOrderMark.Strip(data)) { Modified = new(entry.Time, 0, 0) });
        }
    }

    // The platform's decompression takes the place where a file was cut off for its end. The last
    // four bytes of a whole one are the length of what is in it (RFC 1952, 2.3.1).
    private static void RequireEnd(Stream archive, long length)
    {
        if (archive.Length < LeastGzip)
        {
            throw new EndOfStreamException();
        }

        Span<byte> declared = stackalloc byte[sizeof(uint)];
        archive.Seek(-declared.Length, SeekOrigin.End);
        archive.ReadExactly(declared);
        if (BinaryPrimitives.ReadUInt32LittleEndian(declared) != unchecked((uint)length))
        {
            throw new EndOfStreamException();
        }
    }

    // Archives made elsewhere may use the other slash.
    private static string InnerName(string entryName)
    {
        var delimiter = entryName.Contains('\\', StringComparison.Ordinal) ? '\\' : '/';
        var parts = entryName.Split(delimiter);
        var name = string.Join('/', parts[1..]);
        if (name is [>= 'a' and <= 'z' or >= 'A' and <= 'Z', ':', '/', ..])
        {
            throw new ChartException("chart contains illegally named files");
        }

        if (parts[0] == "Chart.yaml")
        {
            throw new ChartException("chart yaml not in base directory");
        }

        if (name.StartsWith('/'))
        {
            throw new ChartException("chart illegally contains absolute paths");
        }

        name = CleanPath.Of(name);
        if (name == ".")
        {
            throw new ChartException($"chart illegally contains content outside the base directory: \"{entryName}\"");
        }

        return name == ".." || name.StartsWith("../", StringComparison.Ordinal)
            ? throw new ChartException("chart illegally references parent directory")
            : name;
    }

    private static byte[] ReadData(TarReader tar, TarHeader entry, string name, ref long left, LoadingBudget allowance)
    {
        if (entry.Size > left)
        {
            throw TooLarge();
        }

        if (entry.Size > ChartLimits.MaxFileBytes)
        {
            throw new ChartException($"decompressed chart file \"{name}\" is larger than the maximum file size {ChartLimits.MaxFileBytes}");
        }

        left -= entry.Size;
        allowance.TakeBytes(entry.Size);
        var data = new byte[entry.Size];
        tar.ReadData(data);
        return data;
    }

    private static ChartException TooLarge() =>
        new($"decompressed chart is larger than the maximum size {ChartLimits.MaxTotalBytes}");
}
