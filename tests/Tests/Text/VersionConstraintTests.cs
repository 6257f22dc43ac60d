using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Text;

public sealed class VersionConstraintTests
{
    [Theory]
    [InlineData("1.2 - 1.4", ">=1.2 <=1.4")]
    [InlineData("1 - 2 || 3", ">=1 <=2 || 3")]
    [InlineData("1 - 2 3", ">=1 <=2 3")]
    [InlineData(" v1.2.3-a  -  2.x , !=1.5", ">=v1.2.3-a <=2.x !=1.5")]
    [InlineData("1.2-3", "1.2-3")]
    public void A_hyphen_between_blanks_makes_a_range(string text, string expected)
    {
        Assert.True(VersionConstraint.TryParse(text, out var constraint, out _));
        Assert.Equal(expected, constraint.ToString());
    }

    [Theory]
    [InlineData("improper constraint: \">>= 1.2, <= 1.4 \"", ">1.2 - 1.4")]
    [InlineData("improper constraint: \">= 1, <= 2 - 3\"", "1 - 2 - 3")]
    [InlineData("improper constraint: \" foo\"", "1 || foo")]
    [InlineData("constraint parser error", "1.2.3-01")]
    [InlineData("improper constraint: \"| 1.2- 3\"", "| 1.2- 3")]
    public void The_part_that_is_none_is_named(string expected, string text)
    {
        Assert.False(VersionConstraint.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Older_versions_did_not_quote_it()
    {
        Assert.False(VersionConstraint.TryParse("1 || foo", out _, out var error, quotes: false));
        Assert.Equal("improper constraint:  foo", error);
    }

    [Theory]
    [InlineData(
        SemanticVersionStyle.Loose,
        "error parsing version segment: strconv.ParseUint: parsing \"99999999999999999999\": value out of range")]
    [InlineData(SemanticVersionStyle.Strict, "strconv.ParseUint: parsing \"99999999999999999999\": value out of range")]
    public void A_number_may_be_too_large(SemanticVersionStyle style, string expected)
    {
        Assert.False(SemanticVersion.TryParse("99999999999999999999.0.0", style, out _, out var error));
        Assert.Equal(expected, error);
    }
}
