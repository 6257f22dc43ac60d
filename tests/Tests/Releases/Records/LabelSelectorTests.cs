using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Listing;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Selectors of labels.</summary>
public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["team"] = "a",
        ["tier"] = "front",
        ["size"] = "12",
        ["empty"] = "",
        ["example.com/in"] = "in",
    };

    [Theory]
    [InlineData("", true)]
    [InlineData(" team = a , tier==front", true)]
    [InlineData("team=b", false)]
    [InlineData("team!=b,other!=b", true)]
    [InlineData("team!=a", false)]
    [InlineData("team in (a,b)", true)]
    [InlineData("team in (b, c)", false)]
    [InlineData("team notin (b),other notin (a)", true)]
    [InlineData("team", true)]
    [InlineData("!team", false)]
    [InlineData("! other", true)]
    [InlineData("a=1,c", false)]
    [InlineData("empty=", true)]
    [InlineData("empty=,team=a", true)]
    [InlineData("empty in (,x)", true)]
    [InlineData("team in (a,)", true)]
    [InlineData("size>11,size<13", true)]
    [InlineData("size>12", false)]
    [InlineData("team>1", false)]
    [InlineData("example.com/in in (in)", true)]
    public void Labels_are_matched(string selector, bool matches) => Assert.Equal(matches, LabelSelector.Parse(selector).Matches(Labels));

    [Theory]
    [InlineData("team in (a", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("team in a", "unable to parse requirement: found 'a' expected: '('")]
    [InlineData("team in (a b)", "unable to parse requirement: found 'b', expected: ',' or ')'")]
    [InlineData("team in (=)", "unable to parse requirement: found '=', expected: ',', ')' or identifier")]
    [InlineData("team=(", "unable to parse requirement: found '(', expected: identifier")]
    [InlineData("team is a", "unable to parse requirement: found 'is', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("!=a", "found '!=', expected: !, identifier, or 'end of string'")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("team=a b", "found 'b', expected: ',' or 'end of string'")]
    [InlineData("!team=a", "found '=', expected: ',' or 'end of string'")]
    [InlineData("team,", "found '', expected: identifier after ','")]
    [InlineData("team>x", "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer")]
    [InlineData("team in ()", "unable to parse requirement: for 'in', 'notin' operators, values set can't be empty")]
    public void What_is_no_selector_is_refused(string selector, string message)
    {
        var failure = Assert.Throws<SecretsKitException>(() => LabelSelector.Parse(selector));
        Assert.Equal((ErrorCode.Usage, message), (failure.Code, failure.Message));
    }
}
