using SecretsKit.Core.Documents;

namespace SecretsKit.Tests.Documents;

public sealed class DocumentFormatsTests
{
    [Theory]
    [InlineData("a.yaml", DocumentFormat.Yaml)]
    [InlineData("dir.json/a.yml", DocumentFormat.Yaml)]
    [InlineData("a.json", DocumentFormat.Json)]
    [InlineData(".env", DocumentFormat.Dotenv)]
    [InlineData("prod.env", DocumentFormat.Dotenv)]
    [InlineData("a.ini", DocumentFormat.Ini)]
    [InlineData("a.YAML", DocumentFormat.Binary)]
    [InlineData("a.yaml.enc", DocumentFormat.Binary)]
    [InlineData("yaml", DocumentFormat.Binary)]
    [InlineData("", DocumentFormat.Binary)]
    public void The_suffix_decides_and_case_matters(string path, DocumentFormat expected) =>
        Assert.Equal(expected, DocumentFormats.OfPath(path));

    [Theory]
    [InlineData("binary", DocumentFormat.Binary)]
    [InlineData("dotenv", DocumentFormat.Dotenv)]
    [InlineData("ini", DocumentFormat.Ini)]
    [InlineData("json", DocumentFormat.Json)]
    [InlineData("yaml", DocumentFormat.Yaml)]
    [InlineData("YAML", null)]
    [InlineData("env", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Names_other_than_the_five_are_ignored(string? name, DocumentFormat? expected) =>
        Assert.Equal(expected, DocumentFormats.OfName(name));

    [Fact]
    public void An_encrypted_binary_file_is_JSON() =>
        Assert.Same(DocumentFormats.Encrypted(DocumentFormat.Json), DocumentFormats.Encrypted(DocumentFormat.Binary));

    [Theory]
    [InlineData(DocumentFormat.Binary, "Welcome to SOPS! Edit this file as you please!")]
    [InlineData(
        DocumentFormat.Dotenv,
        "# This is an example file.\nhello=Welcome to SOPS! Edit this file as you " +
        "please!\nexample_key=example_value\nexample_multiline=foo\\nbar\\nbaz\n")]
    [InlineData(
        DocumentFormat.Ini,
        "; This is an example file.\n[Welcome!]\nhello       = Welcome to SOPS! Edit this file as you please!\nexample_key = " +
        "example_value\n")]
    [InlineData(
        DocumentFormat.Json,
        "{\n\t\"hello\": \"Welcome to SOPS! Edit this file as you please!\",\n\t\"example_key\": " +
        "\"example_value\",\n\t\"example_array\": [\n"
        + "\t\t\"example_value1\",\n\t\t\"example_value2\"\n\t],\n\t\"example_number\": 1234.56789,\n\t\"example_booleans\": " +
            "[\n\t\ttrue,\n\t\tfalse\n\t]\n}\n")]
    [InlineData(
        DocumentFormat.Yaml,
        "hello: Welcome to SOPS! Edit this file as you please!\nexample_key: example_value\n# Example comment\nexample_array:\n    - " +
        "example_value1\n"
        + "    - example_value2\nexample_number: 1234.56789\nexample_booleans:\n    - true\n    - false\n")]
    public void A_new_file_starts_with_an_example(DocumentFormat format, string expected) =>
        Assert.Equal(expected, DocumentFormats.Plain(format).Write(ExampleContent.Of(format)));
}
