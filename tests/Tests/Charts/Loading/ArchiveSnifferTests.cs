using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;

namespace SecretsKit.Tests.Charts.Loading;

/// <summary>What is named instead of a chart archive is told by its first bytes, as Go's http.DetectContentType tells it.</summary>
public sealed class ArchiveSnifferTests
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Bytes = "application/octet-stream";

    [Theory]
    [InlineData("", 0, Bytes)]
    [InlineData("a: b\n", 0, Bytes)]
    [InlineData("a: b\n", 600, Text)]
    [InlineData("\u001f\u008b", 0, Bytes)]
    [InlineData("\u001f\u008b\u0007", 0, Bytes)]
    [InlineData("PK\u0003\u0004", 0, "application/zip")]
    [InlineData("%PDF-1.7", 0, "application/pdf")]
    [InlineData("%PDF1.7", 0, Bytes)]
    [InlineData(" \n<a href=x>", 0, "text/html; charset=utf-8")]
    [InlineData("<abbr>", 600, Text)]
    [InlineData("<?xml version", 0, "text/xml; charset=utf-8")]
    [InlineData("\u0089PNG\r\n\u001a\n", 0, "image/png")]
    [InlineData("RIFFabcdWAVE", 0, "audio/wave")]
    [InlineData("\0\0\0\u0010ftypisomxxxxmp42", 0, Bytes)]
    [InlineData("\0\0\0\u0014ftypisomxxxxmp42", 0, "video/mp4")]
    [InlineData("Rar!\u001a\a\u0001\0", 0, "application/x-rar-compressed")]
    [InlineData("0123456789012345678901234567890123LP", 0, "application/vnd.ms-fontobject")]
    public void A_file_that_is_no_gzip_is_named_by_its_kind(string start, int length, string kind)
    {
        using var file = new MemoryStream(Encoding.Latin1.GetBytes(start.PadRight(length, ' ')));
        var failure = Assert.Throws<ChartException>(() => ArchiveSniffer.Require(file, "c.tgz"));
        Assert.Equal($"file 'c.tgz' does not appear to be a gzipped archive; got '{kind}'", failure.Message);
        Assert.Equal(0, file.Position);
    }

    [Fact]
    public void Three_bytes_make_a_gzip()
    {
        using var file = new MemoryStream([0x1F, 0x8B, 0x08]);
        ArchiveSniffer.Require(file, "c.tgz");
        Assert.Equal(0, file.Position);
    }
}
