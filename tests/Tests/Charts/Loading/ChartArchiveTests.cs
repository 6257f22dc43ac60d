using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Charts.Loading;

/// <summary>Archives of charts: what is taken, and what is refused before it costs anything.</summary>
public sealed class ChartArchiveTests
{
    private static readonly byte[] Chart = TarBlocks.Entry("c/Chart.yaml", TarBlocks.Metadata);

    [Fact]
    public void Archives_end_at_two_blocks_of_zeros_or_where_the_bytes_end()
    {
        var a = TarBlocks.Entry("c/a", "x");
        Assert.Equal(["a"], Names(a));
        Assert.Equal(["a"], Names(a, new byte[512]));
        Assert.Equal(["a"], Names(a, new byte[1024], TarBlocks.Entry("c/b")));
        Assert.Equal(["a"], Names(a[..513]));
        Assert.Equal("archive/tar: invalid tar header", Refusal(a, new byte[512], TarBlocks.Entry("c/b")));
        Assert.Equal("unexpected EOF", Refusal(a, a[..100]));
        Assert.Equal("unexpected EOF", Refusal(TarBlocks.Entry("c/a", size: "00000000144")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_that_was_cut_off_never_loads_in_part(bool isMarked)
    {
        var random = new byte[3_000];
        RandomSource.System(random);
        byte[][] entries = [Chart, .. Enumerable.Range(0, 5).Select(
            i => TarBlocks.Entry($"c/{i}", Encoding.Latin1.GetString(random))), .. isMarked ? [new byte[1024]] : (byte[][])[]];
        var whole = TarBlocks.Packed(entries).ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            using var cut = new MemoryStream(whole[..length]);
            try
            {
                // What follows the blocks that end the archive is not looked at.
                Assert.Equal(6, new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadArchive(cut).Raw.Count);
                Assert.True(isMarked, $"{length} of {whole.Length} bytes were taken for all");
            }
            catch (ChartException failure)
            {
                Assert.Equal("unexpected EOF", failure.Message);
            }
        }
    }

    [Fact]
    public void Names_come_from_prefixes_long_names_and_records()
    {
        var size = Encoding.ASCII.GetBytes("00000000000");
        var longName = "c/" + new string('n', 300);
        Assert.Equal(["p/q"], Names(TarBlocks.Header("q", '0', size, prefix: "c/p")));
        Assert.Equal(["q"], Names(TarBlocks.Header("c/q", '0', size, prefix: "c/p", magic: "ustar  \0")));
        Assert.Equal([longName[2..]], Names(TarBlocks.Entry("././@LongLink", longName + "\0", 'L'), TarBlocks.Entry("c/short")));
        Assert.Equal(
            [longName[2..]],
            Names(
                TarBlocks.Entry("x", TarBlocks.Record("path", longName) + TarBlocks.Record("mtime", "1.5"), 'x'),
                TarBlocks.Entry("c/short")));
        Assert.Equal(["short"], Names(TarBlocks.Entry("g", TarBlocks.Record("comment", "abc"), 'g'), TarBlocks.Entry("c/short")));
        Assert.Equal(["b"], Names(TarBlocks.Entry("c/folder/"), TarBlocks.Entry("c/other", "", '5'), TarBlocks.Entry("c/b")));
    }

    [Fact]
    public void Sizes_come_from_octal_digits_large_numbers_and_records()
    {
        byte[] data = [.. "text"u8, .. new byte[508]];
        Assert.Equal("text", Text([.. TarBlocks.Header("c/a", '0', [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]), .. data]));
        Assert.Equal("text", Text([.. TarBlocks.Header("c/a", '0', "4 "u8.ToArray()), .. data]));
        Assert.Equal(
            "text",
            Text([.. TarBlocks.Entry("x", TarBlocks.Record("size", "4"), 'x'), .. TarBlocks.Header("c/a", '0', "0"u8.ToArray()), .. data]));
        Assert.Equal("", Text([.. TarBlocks.Header("c/a", '2', "4"u8.ToArray())]));
    }

    [Theory]
    [InlineData("../x/../../y", "chart illegally references parent directory")]
    [InlineData("c/../x", "chart illegally references parent directory")]
    [InlineData("c\\..\\..\\x", "chart illegally references parent directory")]
    [InlineData("c//etc/passwd", "chart illegally contains absolute paths")]
    [InlineData("\\\\host\\share\\x", "chart illegally contains absolute paths")]
    [InlineData("c/C:/x", "chart contains illegally named files")]
    [InlineData("x", "chart illegally contains content outside the base directory: \"x\"")]
    [InlineData("c/.", "chart illegally contains content outside the base directory: \"c/.\"")]
    [InlineData("Chart.yaml", "chart yaml not in base directory")]
    public void Names_that_leave_the_chart_are_refused(string name, string expected)
    {
        Assert.Equal(expected, Refusal(TarBlocks.Entry(name, "x")));
        Assert.Equal(expected, Refusal(TarBlocks.Entry("x", TarBlocks.Record("path", name), 'x'), TarBlocks.Entry("c/a")));
    }

    [Theory]
    [InlineData('1')]
    [InlineData('2')]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('6')]
    public void Links_and_devices_become_empty_files(char kind) => Assert.Equal("", Text(TarBlocks.Entry("c/a", "", kind)));

    [Fact]
    public void Headers_that_make_no_sense_are_refused()
    {
        const string Invalid = "archive/tar: invalid tar header";
        var entry = TarBlocks.Entry("c/a");
        entry[0] ^= 1;
        Assert.Equal(Invalid, Refusal(entry));
        Assert.Equal(Invalid, Refusal(TarBlocks.Entry("c/a", size: "9")));
        Assert.Equal(Invalid, Refusal(TarBlocks.Header("c/a", '0', Enumerable.Repeat((byte)0xFF, 12).ToArray())));
        Assert.Equal(Invalid, Refusal(TarBlocks.Header("c/a", '0', [0xBF, .. Enumerable.Repeat((byte)0xFF, 11)])));
        foreach (
            var records in (
                string[])["x", "5 a=b", "0 a=b\n", "99999999999 path=x\n", "99 path=x\n", "6 =bc\n", TarBlocks.Record(
                    "size", "-1"), TarBlocks.Record(
                    "size",
                    "99999999999999999999"), TarBlocks.Record(
                    "path",
                    "a\0b"), "\0"])
        {
            Assert.Equal(Invalid, Refusal(TarBlocks.Entry("x", records, 'x'), TarBlocks.Entry("c/a")));
        }

        Assert.Equal("archive/tar: sparse files are not supported", Refusal(TarBlocks.Entry("c/a", "", 'S')));
        Assert.Equal(
            "archive/tar: sparse files are not supported",
            Refusal(TarBlocks.Entry("x", TarBlocks.Record("GNU.sparse.major", "1"), 'x'), TarBlocks.Entry("c/a")));
        Assert.Equal("unexpected EOF", Refusal("hello"u8.ToArray()));
        Assert.Equal(Invalid, Refusal(Encoding.ASCII.GetBytes(new string('x', 600))));
    }

    [Theory]
    [InlineData("77777777777", '0', "decompressed chart is larger than the maximum size 104857600")]
    [InlineData("00025000000", '0', "decompressed chart file \"a\" is larger than the maximum file size 5242880")]
    [InlineData("77777777777", 'L', "archive/tar: header field too long")]
    [InlineData("77777777777", 'x', "archive/tar: header field too long")]
    [InlineData("77777777777", 'g', "archive/tar: header field too long")]
    [InlineData("77777777777", 'K', "archive/tar: header field too long")]
    public void Declared_sizes_cost_nothing(string size, char kind, string expected)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(expected, Refusal(TarBlocks.Entry("c/a", size: size, kind: kind)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Extended_headers_count_as_bytes_of_the_archive()
    {
        var header = TarBlocks.Entry("g", TarBlocks.Record("comment", new string('x', 1_000_000)), 'g');
        Assert.Equal("decompressed chart is larger than the maximum size 104857600", Refusal(Enumerable.Repeat(header, 200)));
    }

    [Fact]
    public void An_archive_without_end_ends_at_the_number_of_entries()
    {
        var entry = TarBlocks.Entry("c/folder/");
        Assert.Equal("the chart has more than 200000 files and folders", Refusal(Enumerable.Repeat(entry, 200_001)));
    }

    [Fact]
    public void Archives_in_archives_share_what_they_may_cost()
    {
        var data = new string('\0', 4 * 1024 * 1024);
        var inner = TarBlocks.Packed([Chart, .. Enumerable.Range(0, 20).Select(i => TarBlocks.Entry($"c/{i}", data))]).ToArray();
        var outer = TarBlocks.Packed(
            [Chart, .. Enumerable.Range(0, 10).Select(i => TarBlocks.Entry($"c/charts/s{i}.tgz", Encoding.Latin1.GetString(inner)))]);
        var failure = Assert.Throws<ChartException>(() => new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadArchive(outer));
        Assert.Equal("error unpacking subchart s6.tgz in c: the files of the chart have more than 536870912 bytes", failure.Message);
    }

    [Fact]
    public void Archives_nest_to_a_depth()
    {
        var packed = TarBlocks.Packed(Chart).ToArray();
        for (var depth = 0; depth < 60; depth++)
        {
            packed = TarBlocks.Packed(Chart, TarBlocks.Entry("c/charts/s.tgz", Encoding.Latin1.GetString(packed))).ToArray();
        }

        var failure = Assert.Throws<ChartException>(
            () => new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadArchive(new MemoryStream(packed)));
        Assert.EndsWith("charts are nested deeper than 50 levels", failure.Message, StringComparison.Ordinal);
    }

    private static List<ChartFile> Read(IEnumerable<byte[]> entries) => ChartArchive.Read(TarBlocks.Packed(entries), new(heap: null));

    private static string[] Names(params byte[][] entries) => [.. Read(entries).Select(file => file.Name)];

    private static string Text(byte[] entries) => Encoding.UTF8.GetString(Assert.Single(Read([entries])).Data);

    private static string Refusal(params IEnumerable<byte[]> entries) => Assert.Throws<ChartException>(() => { Read(entries); }).Message;
}
