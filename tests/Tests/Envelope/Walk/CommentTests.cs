using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Tests.Envelope.Walk;

public sealed class CommentTests
{
    private const string Note = "#ENC[";

    [Fact]
    public void A_comment_that_old_releases_left_readable_is_kept_and_reported_without_its_text()
    {
        var encrypted = Sample.Encrypt("a: 1\n", DocumentFormat.Yaml);
        var (opened, unreadable) = Sample.OpenAndListen("# readable\n" + encrypted, DocumentFormat.Yaml);
        Assert.Equal("# readable\na: 1\n", Sample.TextOf(opened.Plain, DocumentFormat.Yaml));
        Assert.True(Assert.Single(unreadable).IsEmpty);
    }

    [Fact]
    public void A_damaged_comment_is_kept_and_reported_as_the_ciphertext_it_is()
    {
        var encrypted = Sample.Encrypt("# note\na: 1\n", DocumentFormat.Yaml);
        var damaged = encrypted.Replace(
            "tag:", "tag:AAAA", StringComparison.Ordinal)[..(encrypted.IndexOf('\n', StringComparison.Ordinal) + 4)]
            + encrypted[encrypted.IndexOf('\n', StringComparison.Ordinal)..];
        var (opened, unreadable) = Sample.OpenAndListen(damaged, DocumentFormat.Yaml);
        Assert.StartsWith("ENC[", Assert.Single(unreadable).RevealText(), StringComparison.Ordinal);
        Assert.StartsWith(Note, Sample.TextOf(opened.Plain, DocumentFormat.Yaml), StringComparison.Ordinal);
    }

    // A comment encrypted at the end or the start of one block and read as part of another.
    [Theory]
    [InlineData("a:\n    b:\n        c: 1\n        # note\nd: 2\n", "        #ENC", "#ENC")]
    [InlineData("a:\n    b:\n        c: 1\n# note\nd: 2\n", "#ENC", "        #ENC")]
    [InlineData("a:\n    - b: 1\n      # note\nd: 2\n", "      #ENC", "#ENC")]
    public void A_comment_decrypts_although_another_block_claims_it(string plain, string where, string moved)
    {
        var encrypted = Sample.Encrypt(plain, DocumentFormat.Yaml);
        Assert.Contains("\n" + where, encrypted, StringComparison.Ordinal);
        var (opened, unreadable) = Sample.OpenAndListen(
            encrypted.Replace("\n" + where, "\n" + moved, StringComparison.Ordinal), DocumentFormat.Yaml);
        Assert.Contains("# note\n", Sample.TextOf(opened.Plain, DocumentFormat.Yaml), StringComparison.Ordinal);
        Assert.Empty(unreadable);
    }

    [Fact]
    public void Comments_in_lists_are_no_part_of_the_MAC()
    {
        var encrypted = Sample.Encrypt("l:\n    # one\n    - x\n", DocumentFormat.Yaml);
        Assert.Contains("- ENC[", encrypted, StringComparison.Ordinal);
        Assert.Contains("type:comment]", encrypted, StringComparison.Ordinal);
        Assert.Equal("l:\n    # one\n    - x\n", Sample.Decrypt(encrypted, DocumentFormat.Yaml));
    }

    [Fact]
    public void A_value_relabelled_as_a_comment_is_missed_by_the_MAC()
    {
        var encrypted = Sample.Encrypt("a: x\nb: y\n", DocumentFormat.Yaml);
        var relabelled = encrypted.Replace("type:str]\nb", "type:comment]\nb", StringComparison.Ordinal);
        Assert.Equal(
            Core.Envelope.Mac.MacOutcome.Mismatch,
            Sample.Open(relabelled, DocumentFormat.Yaml, new() { Mac = MacPolicy.Report }).Mac.Outcome);
    }
}
