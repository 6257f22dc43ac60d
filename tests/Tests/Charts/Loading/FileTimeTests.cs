using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Packing;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Charts.Loading;

/// <summary>When the files of a chart were changed, which release records note.</summary>
public sealed class FileTimeTests : IDisposable
{
    private static readonly DateTime Time = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc).AddTicks(1_234_567);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_a_folder_have_the_time_of_their_content()
    {
        WriteChart();
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.txt"), Path.Combine(_folder.Path, "templates", "a.yaml"));
        var chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance) { ReadsFileTimes = true }.LoadFolder(_folder.Path);
        Assert.Equal(["Chart.yaml", "link.txt", "templates/a.yaml"], chart.Raw.Select(file => file.Name));
        Assert.All(chart.Raw, file => Assert.Equal("2024-05-06T07:08:09.1234567Z", file.Modified!.Value.ToRfc3339Nano()));
        Assert.NotNull(Assert.Single(chart.Templates).Modified);
    }

    [Fact]
    public void They_are_not_asked_for_where_no_record_is_made()
    {
        WriteChart();
        Assert.All(
            new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadFolder(_folder.Path).Raw, file => Assert.Null(file.Modified));
    }

    [Fact]
    public void Files_of_an_archive_have_the_time_that_it_names()
    {
        WriteChart();
        var loader = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance);
        using var archive = new MemoryStream(ChartPacker.Pack(loader.LoadFolder(_folder.Path), Time));
        Assert.All(
            loader.LoadArchive(archive).Raw, file => Assert.Equal("2024-05-06T07:08:09Z", file.Modified!.Value.ToRfc3339Nano()));
    }

    [Theory]
    [InlineData("77777777777", "2242-03-16T12:56:31Z")]
    [InlineData("x", "1970-01-01T00:00:00Z")]
    public void A_time_that_makes_no_sense_is_that_of_no_time(string field, string expected)
    {
        var entry = TarBlocks.Entry("c/Chart.yaml", TarBlocks.Metadata);
        Encoding.Latin1.GetBytes(field).CopyTo(entry, 136);
        entry.AsSpan(148, 8).Fill((byte)' ');
        Encoding.Latin1.GetBytes(Convert.ToString(entry[..512].Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(entry, 148);
        Assert.Equal(expected, Load(entry));
    }

    private static string Load(byte[] entry)
    {
        using var archive = TarBlocks.Packed(entry);
        var chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadArchive(archive);
        return Assert.Single(chart.Raw).Modified!.Value.ToRfc3339Nano();
    }

    private void WriteChart()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "templates"));
        foreach (var file in new[] { _folder.Write("Chart.yaml", TarBlocks.Metadata), _folder.Write("templates/a.yaml", "a: 1\n") })
        {
            File.SetLastWriteTimeUtc(file, Time);
        }
    }
}
