using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Recognition;

namespace SecretsKit.Tests.Envelope;

/// <summary>One rule tells every verb what a content is to SOPS.</summary>
public sealed class RecognitionTests
{
    private const string Whole = "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]";
    private const string Shortened = "ENC[AES256_GCM,data:...,iv:...,tag:...,type:str]";

    [Theory]
    [InlineData(DocumentFormat.Yaml, "a: b\nsops:\n  mac: x\n", EncryptionKind.Encrypted)]
    [InlineData(DocumentFormat.Yaml, "a: b\nsops:\n  LastModified: x\n", EncryptionKind.Encrypted)]
    [InlineData(DocumentFormat.Yaml, "a: " + Whole + "\nsops:\n", EncryptionKind.Encrypted)]
    [InlineData(DocumentFormat.Yaml, "a: b\nsops: {enabled: true}\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Yaml, "a: b\nsops: mac\nmac: sops\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Yaml, "a: " + Whole + "\n", EncryptionKind.Orphaned)]
    [InlineData(DocumentFormat.Yaml, "- " + Whole + "\n", EncryptionKind.Damaged)]
    [InlineData(DocumentFormat.Yaml, "a: " + Shortened + "\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Yaml, "# " + Whole + "\na: b\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Yaml, "a: the text " + Whole + "\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Yaml, "a: [ENC[AES256_GCM,data:\n" + Whole, EncryptionKind.Damaged)]
    [InlineData(DocumentFormat.Yaml, "a: [" + Shortened, EncryptionKind.None)]
    [InlineData(DocumentFormat.Yaml, "{{ sops }}\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Json, "{\"a\": 1, \"sops\": {\"mac\": 1}}", EncryptionKind.Encrypted)]
    [InlineData(DocumentFormat.Json, "{\"a\": \"" + Whole + "\"}", EncryptionKind.Orphaned)]
    [InlineData(DocumentFormat.Dotenv, "A=b\nsops_mac=1\n", EncryptionKind.Encrypted)]
    [InlineData(DocumentFormat.Dotenv, "A=b\nsops_enabled=1\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Dotenv, "A=b\nexport sops_mac=" + Whole + "\n", EncryptionKind.Orphaned)]
    [InlineData(DocumentFormat.Ini, "[sops]\nlastmodified = 1\n", EncryptionKind.Encrypted)]
    [InlineData(DocumentFormat.Ini, "[sops]\nenabled = 1\n", EncryptionKind.None)]
    [InlineData(DocumentFormat.Binary, "{\"data\": \"" + Whole + "\", \"sops\": {\"mac\": 1}}", EncryptionKind.Encrypted)]
    [InlineData(DocumentFormat.Binary, "{\"data\": \"" + Whole + "\", \"sops\": {\"mac\": 1}", EncryptionKind.Damaged)]
    [InlineData(DocumentFormat.Binary, "{\"data\": \"" + Whole + "\"}", EncryptionKind.None)]
    [InlineData(DocumentFormat.Binary, "# Title\n\nsops:\n    mac: " + Whole + "\n    lastmodified: x\n  text\n", EncryptionKind.None)]
    public void A_content_is_what_its_reader_makes_of_it(DocumentFormat named, string text, EncryptionKind kind) =>
        Assert.Equal(new RecognizedContent(kind, named), EncryptedFile.Recognize(Encoding.UTF8.GetBytes(text), named));

    [Theory]
    [InlineData("a: " + Whole + "\nsops:\n  mac: x\n", DocumentFormat.Yaml)]
    [InlineData("A=" + Whole + "\nsops_mac=x\n", DocumentFormat.Dotenv)]
    [InlineData("[a]\nb = " + Whole + "\n[sops]\nmac = x\n", DocumentFormat.Ini)]
    public void Under_a_name_that_says_nothing_the_format_is_found(string text, DocumentFormat format) =>
        Assert.Equal(
            new RecognizedContent(EncryptionKind.Encrypted, format),
            EncryptedFile.Recognize(Encoding.UTF8.GetBytes(text), DocumentFormat.Binary));

    [Theory]
    [InlineData("\"s\\x6fps\":\n  mac: x\na: ")]
    [InlineData("!!binary c29wcw==:\n  mac: x\na: ")]
    public void Escapes_and_tags_hide_nothing(string start)
    {
        var text = start + "\"" + Whole.Replace("ENC[", "\\x45NC[", StringComparison.Ordinal) + "\"\n";
        Assert.Equal(EncryptionKind.Encrypted, EncryptedFile.Recognize(Encoding.UTF8.GetBytes(text), DocumentFormat.Yaml).Kind);
    }

    [Fact]
    public void UTF_16_hides_nothing()
    {
        byte[] text = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a: " + Whole + "\nsops:\n  mac: x\n")];
        Assert.Equal(EncryptionKind.Encrypted, EncryptedFile.Recognize(text, DocumentFormat.Yaml).Kind);
        Assert.Equal(
            new RecognizedContent(EncryptionKind.Encrypted, DocumentFormat.Yaml), EncryptedFile.Recognize(text, DocumentFormat.Binary));
    }
}
