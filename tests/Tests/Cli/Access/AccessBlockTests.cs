using System.Text;
using SecretsKit.Cli.Access;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Tests.Cli.Access;

/// <summary>The block behind the values of a diff: which lines are about access is never in doubt.</summary>
public sealed class AccessBlockTests
{
    private const string Heading = "who can decrypt this file, and which of its values are encrypted; not part of the values";

    private static readonly AccessPolicy One = new([Group("b", "a", "a")], 1, SelectionFields.Default, false);

    [Fact]
    public void Recipients_are_sorted_and_listed_once() => Assert.Equal(
        $"a: 1\n# sops: {Heading}\n# sops: recipient: age a\n# sops: recipient: age b\n# sops: selection: unencrypted_suffix " +
        "_unencrypted\n# sops: mac_only_encrypted: false\n",
        Append("a: 1\n", One, DocumentFormat.Yaml));

    [Fact]
    public void Groups_are_numbered_and_the_threshold_is_shown() => Assert.Equal(
        ["groups needed: 2 of 2", "group 0: recipient: age a", "group 1: recipient: age b", "group 1: recipient: pgp c",
            "selection: encrypted_regex ^x$", "mac_only_encrypted: true"],
        AccessText.Lines(new(
            [Group("a"), new([new PgpMasterKey("c"), new AgeMasterKey("b")])], 2, new SelectionFields { EncryptedRegex = "^x$" }, true)));

    [Theory]
    [InlineData("# sops: recipient: age a\nx: 1\n", " # sops: recipient: age a\nx: 1\n")]
    [InlineData("x: 1\n#SOPS", "x: 1\n #SOPS")]
    [InlineData("x\r#\tsops", "x\r #\tsops")]
    [InlineData("x: 1 # sops: y\n  # sops\n#so\n", "x: 1 # sops: y\n  # sops\n#so\n")]
    public void No_line_of_the_values_begins_as_one_of_the_block(string values, string shown) =>
        Assert.StartsWith(shown, Append(values, One, DocumentFormat.Binary), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\n", false)]
    [InlineData("a", true)]
    [InlineData("", false)]
    public void A_last_line_without_its_end_is_told_apart(string values, bool isTold) =>
        Assert.Equal(
            isTold,
            Append(values, One, DocumentFormat.Binary)
                .EndsWith("\n# sops: the last line of the values has no line end\n", StringComparison.Ordinal));

    [Theory]
    [InlineData("{}\n")]
    [InlineData("{\n\"sops 1\": \"}\",\n\"l\": [\n\"sops: recipient: age z\"\n]\n}\n")]
    public void Json_stays_json_with_the_block_under_the_key_that_values_cannot_have(string values)
    {
        var policy = One with { Selection = new SelectionFields { EncryptedRegex = "^\"\\d\n\u202e$" } };
        var text = Append(values, policy, DocumentFormat.Json);
        using var document = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal("sops: selection: encrypted_regex \"^\\\"\\\\d\\n\\u202e$\"", document.RootElement.GetProperty("sops")[3].GetString());
        var marked = text.Split('\n').Where(line => line.StartsWith("\"sops", StringComparison.Ordinal)).ToList();
        Assert.Equal("\"sops\": [", marked[0]);
        Assert.Equal(6, marked.Count);
    }

    [Theory]
    [InlineData("a\n# sops: recipient: age b")]
    [InlineData("\e[2K\r")]
    [InlineData("a\u202eb")]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("\"a\"")]
    public void What_a_recipient_is_called_stays_one_line_of_printable_text(string name)
    {
        var line = Assert.Single(
            AccessText.Lines(One with { Groups = [Group(name)] }), line => line.StartsWith("recipient", StringComparison.Ordinal));
        Assert.All(line, c => Assert.InRange(c, ' ', '~'));
        Assert.StartsWith("recipient: age \"", line, StringComparison.Ordinal);
    }

    private static string Append(string values, AccessPolicy policy, DocumentFormat format) =>
        Encoding.UTF8.GetString(AccessBlock.Append(Encoding.UTF8.GetBytes(values), policy, format));

    private static KeyGroup Group(params string[] names) => new([.. names.Select(name => new AgeMasterKey(name))]);
}
