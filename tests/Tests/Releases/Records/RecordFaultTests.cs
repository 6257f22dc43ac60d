using System.IO.Compression;
using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Coding;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>A record that cannot be read is refused with its name and what is wrong with it, and with nothing that it holds.</summary>
public sealed class RecordFaultTests
{
    [Theory]
    [InlineData("[]", RecordFault.WrongType, "")]
    [InlineData("""{"name":"shop"}}""", RecordFault.NotJson, "")]
    [InlineData("""{"name":7}""", RecordFault.WrongType, "name")]
    [InlineData("""{"version":1.5}""", RecordFault.WrongType, "version")]
    [InlineData("""{"version":"canary-7d1f"}""", RecordFault.WrongType, "version")]
    [InlineData("""{"info":[]}""", RecordFault.WrongType, "info")]
    [InlineData("""{"info":{"last_deployed":"canary-7d1f"}}""", RecordFault.WrongType, "info.last_deployed")]
    [InlineData("""{"chart":{"templates":[null,{"name":"a"},{"data":"canary-7d1f"}]}}""", RecordFault.WrongType, "chart.templates[2].data")]
    [InlineData("""{"chart":{"metadata":{"annotations":{"a":{}}}}}""", RecordFault.WrongType, "chart.metadata.annotations.a")]
    [InlineData("""{"chart":{"metadata":{"keywords":["a",1]}}}""", RecordFault.WrongType, "chart.metadata.keywords[1]")]
    [InlineData("""{"hooks":[{"events":"test"}]}""", RecordFault.WrongType, "hooks[0].events")]
    [InlineData("""{"hooks":[{"last_run":{"phase":false}}]}""", RecordFault.WrongType, "hooks[0].last_run.phase")]
    [InlineData("""{"hooks":["a"]}""", RecordFault.WrongType, "hooks[0]")]
    [InlineData("""{"config":"canary-7d1f"}""", RecordFault.WrongType, "config")]
    public void The_cause_says_which_field(string json, RecordFault fault, string field) =>
        AssertRefused(RecordText.Record(json), fault, field);

    [Fact]
    public void A_record_without_payload_is_refused() => AssertRefused(RecordText.OfPayload(null), RecordFault.MissingPayload);

    [Theory]
    [InlineData("%canary-7d1f")]
    [InlineData("abc")]
    public void A_payload_that_is_not_base64_is_refused(string payload) =>
        AssertRefused(RecordText.OfPayload(Encoding.ASCII.GetBytes(payload)), RecordFault.NotBase64);

    [Fact]
    public void Compressed_data_are_refused_wherever_they_break_off()
    {
        var whole = Convert.FromBase64String(Encoding.ASCII.GetString(RecordPayload.Encode("""{"name":"shop","manifest":"a"}"""u8)));
        for (var length = 4; length < whole.Length; length++)
        {
            var part = Encoding.ASCII.GetBytes(Convert.ToBase64String(whole.AsSpan(0, length)));
            Assert.False(RecordText.OfPayload(part).TryRead(out _, out var cause));
            Assert.Equal(RecordFault.DamagedCompression, cause.Fault);
        }
    }

    [Fact]
    public void Compressed_data_are_refused_with_any_byte_changed()
    {
        var json = """{"name":"shop","manifest":"a"}""";
        var whole = Convert.FromBase64String(Encoding.ASCII.GetString(RecordPayload.Encode(Encoding.UTF8.GetBytes(json))));
        for (var at = 10; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            var record = RecordText.OfPayload(Encoding.ASCII.GetBytes(Convert.ToBase64String(changed)));

            if (record.TryRead(out var release, out var cause))
            {
                // The bits that fill the last byte of the compressed data have no meaning.
                Assert.Equal(json, Encoding.UTF8.GetString(RecordCodec.ToJson(release, HelmGeneration.V4).Span));
            }
            else
            {
                Assert.Equal(RecordFault.DamagedCompression, cause.Fault);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_record_that_decompresses_to_more_than_the_limit_is_refused_in_bounded_memory(bool hasWrongLength)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var blanks = new byte[1024 * 1024];
            for (var written = 0; written < 4 * RecordPayload.MaxJsonBytes; written += blanks.Length)
            {
                gzip.Write(blanks);
            }
        }

        var data = compressed.ToArray();
        if (hasWrongLength)
        {
            data.AsSpan(data.Length - 4).Clear();
        }

        var record = RecordText.OfPayload(Encoding.ASCII.GetBytes(Convert.ToBase64String(data)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(record.TryRead(out _, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L * RecordPayload.MaxJsonBytes);
        AssertRefused(record, RecordFault.TooLarge);
    }

    private static void AssertRefused(StoredRecord record, RecordFault fault, string field = "")
    {
        Assert.True(record.Summary is null || fault == RecordFault.WrongType);
        Assert.False(record.TryRead(out _, out var cause));
        Assert.Equal(new RecordCause(fault, "sh.helm.release.v1.shop.v1", "prod", field), cause);
        var failure = Assert.Throws<SecretsKitException>(record.Read);
        Assert.Equal(cause, failure.Cause);
        Assert.StartsWith(
            "release record sh.helm.release.v1.shop.v1 in namespace prod cannot be read: it", failure.Message, StringComparison.Ordinal);
        Assert.Contains(field, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(failure.Hint!);
    }
}
