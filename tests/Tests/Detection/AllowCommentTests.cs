using System.Text;
using SecretsKit.Core.Detection;

namespace SecretsKit.Tests.Detection;

/// <summary>Comments that accept a finding.</summary>
public sealed class AllowCommentTests
{
    [Theory]
    [InlineData("a: 1 # secretskit:allow\n", 1, true)]
    [InlineData("# secretskit:allow\na: 1\n", 2, true)]
    [InlineData("# secretskit:allow\n\na: 1\n", 3, false)]
    [InlineData("// secretskit:allow plaintext-secret a fixture\n\"a\": 1\n", 2, true)]
    [InlineData("; secretskit:allow private-key\na = 1\n", 2, false)]
    [InlineData("# secretskit:allow private-key,plaintext-secret\na: 1\n", 2, true)]
    [InlineData("# secretskit:allow this is a documented default\na: 1\n", 2, true)]
    [InlineData("# secretskit:allow-file\n\n\n\na: 1\n", 5, true)]
    [InlineData("# secretskit:allow-file private-key\n\n\n\na: 1\n", 5, false)]
    [InlineData("a: 1\n", 1, false)]
    public void A_comment_covers_its_line_and_the_next(string text, int line, bool covered) =>
        Assert.Equal(
            covered,
            AllowComments.Read(Encoding.UTF8.GetBytes(text), id => id is "plaintext-secret" or "private-key")
                .Cover("plaintext-secret", line, line));
}
