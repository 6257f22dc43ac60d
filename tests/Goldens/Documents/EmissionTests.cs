using System.Buffers;
using System.Text.Json.Nodes;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Goldens.Documents;

/// <summary>
/// What goes in and comes out of the reference by way of encryption, judged for the codecs alone: encryption leaves the shape of a
/// document as it is, so reading and writing must give the same bytes.
/// </summary>
public sealed class EmissionTests
{
    private const int Unreadable = 2;
    private const int Unwritable = 4;
    private const int MacMismatch = 51;
    private const int Reserved = 203;

    private static readonly IReadOnlyDictionary<string, JsonObject> Rows =
        DocumentRows.Load("emission/json.jsonl", "emission/ini.jsonl", "emission/dotenv.jsonl");

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public void Reading_and_writing_gives_what_the_reference_gives(string id)
    {
        var row = Rows[id];
        switch (row["exit"]!.GetValue<int>())
        {
            case 0:
                Assert.Equal(Expected(row, "output"), Emit(row, rounds: 1));
                break;
            case Unreadable:
                AssertFails(row, [ErrorCode.MalformedDocument, ErrorCode.UnsupportedDocument]);
                break;
            case Unwritable:
                AssertFails(row, [ErrorCode.EmitFailed]);
                break;
            case MacMismatch:
                // A key changed its nature on the way through the encrypted file, which a second reading shows.
                Assert.Equal(Expected(row, "output_ignore_mac"), Emit(row, rounds: 2));
                break;
            case Reserved:
                // A matter of the metadata: for a codec these are entries like any other.
                Assert.NotEmpty(Emit(row, rounds: 1));
                break;
            default:
                Assert.Fail("an exit code that this test does not know");
                break;
        }
    }

    private static void AssertFails(JsonObject row, ErrorCode[] codes)
    {
        var failure = Assert.Throws<DocumentException>(() => Emit(row, rounds: 1));
        Assert.Contains(failure.Code, codes);

        // The command line puts its own words first; after the codec's first colon the reference may quote the text, and we never do.
        var wanted = row["error"]!.GetValue<string>().Trim();
        wanted = wanted[(wanted.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        var prefix = codes is [ErrorCode.EmitFailed] ? wanted : wanted[..(wanted.IndexOf(": ", StringComparison.Ordinal) + 2)];
        Assert.StartsWith(prefix, failure.Message, StringComparison.Ordinal);
    }

    private static string Expected(JsonObject row, string field) => DocumentRows.Shown(DocumentRows.Bytes(row[field]!));

    private static string Emit(JsonObject row, int rounds)
    {
        var codec = DocumentFormats.Plain(DocumentFormats.OfName(row["format"]!.GetValue<string>())!.Value);
        var options = new WriteOptions { Indent = row["indent"]?.GetValue<int>() };
        var text = DocumentRows.Bytes(row["input"]!);
        for (var round = 0; round < rounds; round++)
        {
            var output = new ArrayBufferWriter<byte>();
            codec.Write(codec.Read(text, DocumentLimits.Default), output, options);
            text = output.WrittenSpan.ToArray();
        }

        return DocumentRows.Shown(text);
    }
}
