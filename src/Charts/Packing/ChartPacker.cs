using System.Formats.Tar;
using System.IO.Compression;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Packing;

/// <summary>Packs a chart into an archive: its own files in Helm's order, then its subcharts as folders under charts/.</summary>
public static class ChartPacker
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The name that an archive of the chart has: <c>NAME-VERSION.tgz</c>.</summary>
    public static string FileName(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return $"{chart.Metadata.Name}-{chart.Metadata.Version}.tgz";
    }

    /// <summary>The archive.</summary>
    /// <param name="chart">As loaded.</param>
    /// <param name="time">Of every file in it.</param>
    public static byte[] Pack(Chart chart, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(chart);
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Gnu))
        {
            Add(tar, chart, chart.Metadata.Name, time);
        }

        return output.ToArray();
    }

    private static void Add(TarWriter tar, Chart chart, string folder, DateTimeOffset time)
    {
        var raw = chart.Raw.Where(file => file.Name is "values.yaml" or "values.schema.json" or "Chart.lock");
        foreach (
            var file in (
                IEnumerable<ChartFile>)[new(
                    "Chart.yaml", MetadataWriter.Write(chart.Metadata)), .. raw, .. chart.Templates, .. chart.Files])
        {
            using var data = new MemoryStream(file.Data, writable: false);
            tar.WriteEntry(
                new GnuTarEntry(TarEntryType.RegularFile, $"{folder}/{file.Name}")
                {
                    DataStream = data,
                    Mode = Mode,
                    ModificationTime = time,
                });
        }

        foreach (var subchart in chart.Dependencies)
        {
            Add(tar, subchart, $"{folder}/charts/{subchart.Metadata.Name}", time);
        }
    }
}
