using System.Buffers;
using System.Text.Json.Nodes;
using SecretsKit.Core.Documents;

namespace SecretsKit.Goldens.Documents;

/// <summary>Whole documents, in their own format and from one format to another.</summary>
public sealed class ConversionTests
{
    private static readonly string[] Kinds = ["json-", "ini-", "dotenv-", "binary-", "convert-"];

    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = DocumentRows.Load("documents/index.jsonl");

    public static IEnumerable<TheoryDataRow<string>> Readable => Ids(row => Number(row, "decrypt_exit") == 0);

    public static IEnumerable<TheoryDataRow<string>> Unwritable =>
        Ids(row => Number(row, "encrypt_exit") == 4 || Number(row, "decrypt_exit") == 4);

    [Theory, MemberData(nameof(Readable))]
    public void A_document_comes_out_as_the_reference_prints_it(string id)
    {
        var row = Rows[id];
        Assert.Equal(DocumentRows.Shown(Load(id, row, "decrypted")), DocumentRows.Shown(Convert(id, row)));
    }

    [Theory, MemberData(nameof(Readable))]
    public void An_encrypted_document_is_written_back_byte_for_byte(string id)
    {
        var row = Rows[id];
        var codec = DocumentFormats.Encrypted(Format(row, "encrypt", "encrypted"));
        var stored = Load(id, row, "encrypted");
        Assert.Equal(
            DocumentRows.Shown(stored),
            DocumentRows.Shown(Write(codec, codec.Read(stored, DocumentLimits.Default), Indent(row, "encrypt"))));
    }

    [Theory, MemberData(nameof(Unwritable))]
    public void A_document_that_its_format_cannot_hold_is_refused_in_the_words_of_the_reference(string id)
    {
        var row = Rows[id];
        var failure = Assert.Throws<DocumentException>(() => Convert(id, row));
        var printed = (row["encrypt_exit"]!.GetValue<int>() == 0 ? row["decrypt_stderr"]! : row["encrypt_stderr"]!).GetValue<string>();
        Assert.Contains(failure.Message + "\n", printed, StringComparison.Ordinal);
    }

    private static IEnumerable<TheoryDataRow<string>> Ids(Func<JsonObject, bool> wanted) => Rows
        .Where(row => Kinds.Any(kind => row.Key.StartsWith(kind, StringComparison.Ordinal)) && wanted(row.Value))
        .Select(row => new TheoryDataRow<string>(row.Key));

    private static byte[] Convert(string id, JsonObject row)
    {
        var input = Format(row, "encrypt", "input", "--input-type");
        var output = row["decrypted"] is null && row["encrypted"] is null ? OutputOf(row, "encrypt") : FinalFormat(row);
        var tree = DocumentFormats.Plain(input).Read(Load(id, row, "input"), DocumentLimits.Default);
        return Write(DocumentFormats.Plain(output), tree, Indent(row, "decrypt"));
    }

    private static DocumentFormat FinalFormat(JsonObject row) => OutputOf(row, "decrypt");

    private static DocumentFormat OutputOf(JsonObject row, string command)
    {
        var file = row[command]!.AsArray()[^1]!.GetValue<string>();
        return Option(row, command, "--output-type") is { } name ? DocumentFormats.OfName(name)!.Value : DocumentFormats.OfPath(file);
    }

    private static DocumentFormat Format(JsonObject row, string command, string file, string option = "--output-type") =>
        Option(row, command, option) is { } name
            ? DocumentFormats.OfName(name)!.Value
            : DocumentFormats.OfPath(row[file]!.GetValue<string>());

    private static WriteOptions Indent(JsonObject row, string command) => Option(row, command, "--indent") is { } text
        ? new WriteOptions { Indent = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) }
        : WriteOptions.Default;

    private static string? Option(JsonObject row, string command, string name)
    {
        var words = row[command]?.AsArray().Select(word => word!.GetValue<string>()).ToList() ?? [];
        var at = words.IndexOf(name);
        return at < 0 ? null : words[at + 1];
    }

    private static int Number(JsonObject row, string field) => row[field]?.GetValue<int>() ?? -1;

    private static byte[] Load(string id, JsonObject row, string field) =>
        File.ReadAllBytes(Path.Combine(DocumentRows.Folder, "documents", id, row[field]!.GetValue<string>()));

    private static byte[] Write(DocumentCodec codec, DocumentTree tree, WriteOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Write(tree, output, options);
        return output.WrittenSpan.ToArray();
    }
}
