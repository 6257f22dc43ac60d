using SecretsKit.Charts.YamlLinting;
using SecretsKit.Charts.YamlLinting.Configuration;

namespace SecretsKit.Tests.Charts.YamlLinting;

/// <summary>YAML linting beyond the reference's outputs at hand.</summary>
public sealed class YamlLinterTests
{
    /// <summary>What the reference accepts in its documentation.</summary>
    [Theory]
    [InlineData("indentation: {spaces: 2}", "a:\n  - b:\n      c: 1\n    d: [1,\n        2]\n")]
    [InlineData("indentation: enable", "a:\n  - &x\n    b: 1\nc: !!map\n  d: 1\n? e\n: f\n")]
    [InlineData("indentation: {indent-sequences: whatever}", "a:\n- b\nc:\n  - d: |\n      text\n    e:\n    - f\n")]
    [InlineData("indentation: enable", "- - a\n  - b\n-\n  - c\n")]
    [InlineData("comments-indentation: enable", "a:\n  b: 1\n  # still b\n# now c\nc: 1\n")]
    [InlineData("comments: enable", "a: |  # not seen\n  text\n# seen\nb: 1\n")]
    [InlineData("quoted-strings: {required: only-when-needed}", "a: '1'\nb: 'x: y'\nc: [a, 'b,c']\nd: text\n")]
    [InlineData("key-duplicates: enable", "a: &x {k: 1}\nb:\n  <<: *x\n  <<: *x\n")]
    [InlineData("new-lines: {type: dos}", "a: 1\r\n")]
    [InlineData("empty-lines: {max: 0}", "\n")]
    [InlineData("truthy: enable", "%YAML 1.2\n---\na: yes\n")]
    public void Accepts(string rule, string text) => Assert.Empty(Lint(rule, text));

    [Theory]
    [InlineData("indentation: {spaces: 4}", "a:\n  b: 1\n", "2:3 wrong indentation: expected 4 but found 2")]
    [InlineData("indentation: enable", "a:\n- b\n", "2:1 wrong indentation: expected at least 1")]
    [InlineData("hyphens: enable", "a:\n  -   b\n", "2:6 too many spaces after hyphen")]
    [InlineData("trailing-spaces: enable", "ä: 1 \n", "1:5 trailing spaces")]
    [InlineData("line-length: {max: 5}", "💖💖: 1 2\n", "1:6 line too long (7 > 5 characters)")]
    [InlineData("anchors: enable", "a: *b\n", "1:4 found undeclared alias \"b\"")]
    [InlineData("truthy: {allowed-values: ['yes']}", "a: true\n", "1:4 truthy value should be one of [yes]")]
    [InlineData("commas: enable", "a: [1\n, 2]\n", "2:1 too many spaces before comma")]
    public void Reports(string rule, string text, string expected)
    {
        var problem = Assert.Single(Lint(rule, text));
        Assert.Equal(expected, $"{problem.Line}:{problem.Column} {problem.Message}");
    }

    /// <summary>Texts that are no YAML are one problem each, wherever they fail.</summary>
    [Theory]
    [InlineData("a: \"x", "found unexpected end of stream")]
    [InlineData("a: \"\\q\"", "found unknown escape character 'q'")]
    [InlineData("a: b: c\n", "mapping values are not allowed here")]
    [InlineData("a: !x!y z\n", "found undefined tag handle '!x!'")]
    [InlineData("- a\nb: 1\n", "expected <block end>, but found '?'")]
    [InlineData("a: &\n", "expected alphabetic or numeric character, but found '\\n'")]
    [InlineData("a: |x\n", "expected chomping or indentation indicators, but found 'x'")]
    [InlineData("%YAML 2.0\n---\na\n", "found incompatible YAML document (version 1.* is required)")]
    [InlineData("]", "expected the node content, but found ']'")]
    [InlineData("a: 1\nkey\nb: 1\n", "could not find expected ':'")]
    public void Broken_text_is_a_problem(string text, string words) =>
        Assert.Equal($"syntax error: {words} (syntax)", Assert.Single(Lint("colons: enable", text)).Message);

    /// <summary>Depth of nesting ends in a problem and not in a stack that is full.</summary>
    [Theory]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    [InlineData("? ")]
    public void Depth_is_bounded(string opening) =>
        Assert.Contains(
            Lint("indentation: enable", string.Concat(Enumerable.Repeat(opening, 20_000))),
            problem => problem.Message.Contains("nested deeper than", StringComparison.Ordinal)
                || problem.Message.Contains("syntax error", StringComparison.Ordinal));

    [Theory]
    [InlineData("rules:\n  braces: maybe\n", "rule \"braces\": should be either \"enable\", \"disable\" or a dict")]
    [InlineData("rules:\n  braces: {level: bad}\n", "level should be \"error\" or \"warning\"")]
    [InlineData("rules:\n  braces: {forbid: 3}\n", "option \"forbid\" of \"braces\" should be in (True, False, 'non-empty')")]
    [InlineData("extends: nowhere.yaml\n", "file not found: nowhere.yaml")]
    [InlineData("- 1\n", "not a dict")]
    [InlineData("", "not a dict")]
    public void Bad_configuration_is_refused(string text, string problem)
    {
        var failure = Assert.Throws<YamlLintConfigurationException>(() => YamlLintConfiguration.Parse(text, _ => null));
        Assert.Equal("invalid config: " + problem, failure.Message);
    }

    /// <summary>A file that extends itself ends.</summary>
    [Fact]
    public void Circles_of_extension_end() =>
        Assert.Throws<YamlLintConfigurationException>(() => YamlLintConfiguration.Parse("extends: a", _ => "extends: a"));

    /// <summary>Patterns are git's.</summary>
    [Theory]
    [InlineData("*.skip.yaml", "x/a.skip.yaml", true)]
    [InlineData("/a.yaml", "x/a.yaml", false)]
    [InlineData("charts/", "charts/a/values.yaml", true)]
    [InlineData("charts/*/ci/**", "charts/a/ci/b/c.yaml", true)]
    [InlineData("*.yaml\n!a.yaml", "a.yaml", false)]
    [InlineData("a?.yaml", "ab.yaml", true)]
    public void Files_are_ignored_by_patterns(string patterns, string path, bool isIgnored) =>
        Assert.Equal(
            isIgnored,
            YamlLintConfiguration.Parse($"ignore: [{string.Join(", ", patterns.Split('\n').Select(line => $"'{line}'"))}]", _ => null)
                .Ignores(path));

    private static IReadOnlyList<YamlProblem> Lint(string rule, string text) =>
        new YamlLinter(YamlLintConfiguration.Parse($"rules:\n  {rule}\n", _ => null)).Lint(text, "f.yaml");
}
