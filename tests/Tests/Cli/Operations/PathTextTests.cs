using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Cli.Operations;

/// <summary>Paths as people type them: what they mean is looked up in the document.</summary>
public sealed class PathTextTests
{
    private const string Document = """
        database:
            user: a
            users:
                # comment
                - name: first
                - name: second
        tls:
            ca.crt: x
            ca: {}
        a.b: 1
        both.ways: 1
        both:
            ways: 2
        "0": zero
        matrix: [[1, 2], [3]]
        """;

    [Theory]
    [InlineData("database", "[\"database\"]")]
    [InlineData("database.user", "[\"database\"][\"user\"]")]
    [InlineData(".database.user", "[\"database\"][\"user\"]")]
    [InlineData("database[\"user\"]", "[\"database\"][\"user\"]")]
    [InlineData("database['user']", "[\"database\"][\"user\"]")]
    [InlineData("database.users[0].name", "[\"database\"][\"users\"][1][\"name\"]")]
    [InlineData("database.users.1.name", "[\"database\"][\"users\"][2][\"name\"]")]
    [InlineData("database.users[2]", "[\"database\"][\"users\"][3]")]
    [InlineData("database.users[2].name", "[\"database\"][\"users\"][3][\"name\"]")]
    [InlineData("[\"database\"][\"users\"][1]", "[\"database\"][\"users\"][1]")]
    [InlineData("a.b", "[\"a.b\"]")]
    [InlineData("a\\.b", "[\"a.b\"]")]
    [InlineData("tls.ca.crt", "[\"tls\"][\"ca.crt\"]")]
    [InlineData("tls.ca.key", "[\"tls\"][\"ca\"][\"key\"]")]
    [InlineData("tls[\"ca.key\"]", "[\"tls\"][\"ca.key\"]")]
    [InlineData("tls.ca\\.key", "[\"tls\"][\"ca.key\"]")]
    [InlineData("new.deep.key", "[\"new\"][\"deep\"][\"key\"]")]
    [InlineData("new[0]", "[\"new\"][0]")]
    [InlineData("0", "[\"0\"]")]
    [InlineData("matrix[0][1]", "[\"matrix\"][0][1]")]
    [InlineData("matrix.1.0", "[\"matrix\"][1][0]")]
    [InlineData("both\\.ways", "[\"both.ways\"]")]
    [InlineData("both[\"ways\"]", "[\"both\"][\"ways\"]")]
    public void A_text_means_a_place(string text, string place) => Assert.Equal(place, PathText.Parse(text).In(Load()).Text);

    [Fact]
    public void A_text_that_means_two_places_is_refused_and_both_are_named()
    {
        var failure = Assert.Throws<SecretsKitException>(() => PathText.Parse("both.ways").In(Load()));
        Assert.Equal(ErrorCode.MalformedPath, failure.Code);
        Assert.Equal("write '[\"both\"][\"ways\"]' or '[\"both.ways\"]'", failure.Hint);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a[")]
    [InlineData("a[0")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[0]b")]
    [InlineData("a[\"b]")]
    [InlineData("[a]")]
    [InlineData("[\"a\"")]
    public void A_text_that_is_no_path_is_refused(string text) =>
        Assert.Equal(ErrorCode.MalformedPath, Assert.Throws<SecretsKitException>(() => PathText.Parse(text)).Code);

    private static MapNode Load() => PlainFile.Load(Encoding.UTF8.GetBytes(Document), DocumentFormat.Yaml).Tree.Branches[0];
}
