using SecretsKit.Cli.Git.Installing;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Goldens.Git;

/// <summary>
/// Rules' expressions as patterns of git attributes: git itself says what the patterns match, and nothing that a rule matches is missed.
/// </summary>
public sealed class RegexGlobsTests
{
    private static readonly string[] Paths =
    [
        "secrets.yaml", "a/secrets.yaml", "a/b/secrets.yaml", "mysecrets.yaml", "secrets.yml", "secrets.json", "secrets-prod.yaml",
        "a/secrets/x.yaml",
        "secrets/x.yaml", "secrets/a/b/x.yaml", "secrets/x.json", "prod/app.env", "dev/app.env", "envs/prod/values.enc.yaml", "a.enc.yaml",
        "values.yaml",
        "k8s/base/secret-a.yaml", "k8s/secret.yaml", "x/prod", "prodx/y.ini", "sub/.env", ".env", "deep/er/and/deeper/secrets.prod.yaml",
        "secretsxyaml",
    ];

    [Theory]
    [InlineData(@"\.yaml$", "*.yaml")]
    [InlineData(@".*\.ya?ml$", "*.yaml", "*.yml")]
    [InlineData(@"^secrets\.yaml$", "/secrets.yaml")]
    [InlineData(@"secrets/.*\.yaml$", "**/*secrets/**/*.yaml")]
    [InlineData(@"^secrets/.*\.yaml$", "secrets/**/*.yaml")]
    [InlineData(@"^secrets/", "secrets/**")]
    [InlineData(@"^(dev|prod)/[^/]+\.env$", "dev/*.env", "prod/*.env")]
    [InlineData(@"\.enc\.(yaml|json)$", "*.enc.json", "*.enc.yaml")]
    [InlineData(@"secrets.*\.yaml$", "**/*secrets*/**/*.yaml", "*secrets*.yaml")]
    [InlineData(@"(^|/)secrets\.yaml$", "/secrets.yaml", "secrets.yaml")]
    [InlineData(@"secret-[a-z]+\.yaml$", "*secret-*.yaml")]
    [InlineData(@"prod", "**/*prod*/**", "*prod*")]
    [InlineData(
        @"^(?:k8s/base|k8s)/secret.*\.yaml$",
        "k8s/base/secret*.yaml",
        "k8s/base/secret*/**/*.yaml",
        "k8s/secret*.yaml",
        "k8s/secret*/**/*.yaml")]
    [InlineData(@"/\.env$", ".env")]
    [InlineData(@"")]
    [InlineData(@".*")]
    [InlineData(@"(?i)secrets")]
    [InlineData(@"a{2}")]
    [InlineData(@"((a)")]
    [InlineData(@"a)")]
    public async Task What_a_rule_matches_its_patterns_match(string expression, params string[] patterns)
    {
        var globs = RegexGlobs.Of(expression);
        Assert.Equal(patterns.Length == 0 ? null : patterns.Order(StringComparer.Ordinal), globs);
        if (globs is null)
        {
            return;
        }

        using var bench = new GitBench();
        await bench.InitAsync();
        bench.Run.Write(".gitattributes", string.Concat(globs.Select(glob => $"{AttributeFile.Quote(glob)} merge=secretskit\n")));
        var output = await bench.GitAsync(["check-attr", "merge", "--", .. Paths]);
        var matched = output.Split('\n')
            .Where(line => line.EndsWith(": secretskit", StringComparison.Ordinal))
            .Select(line => line.Split(": merge:")[0])
            .ToHashSet();
        Assert.True(Re2.TryCompile(expression, out var compiled, out _));
        var wanted = Paths.Where(path => compiled.IsMatch(path)).ToList();
        Assert.NotEmpty(wanted);
        Assert.Empty(wanted.Except(matched));
    }

    [Theory]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"b c", "\"a\\\"b c\"")]
    [InlineData("#a", "\"#a\"")]
    [InlineData("a*", "a*")]
    public void A_pattern_is_quoted_where_git_needs_it(string pattern, string quoted) => Assert.Equal(quoted, AttributeFile.Quote(pattern));

    [Theory]
    [InlineData("/usr/bin/secretskit", "/usr/bin/secretskit")]
    [InlineData("/o p/it's", @"'/o p/it'\''s'")]
    [InlineData("/a;b", "'/a;b'")]
    public void A_program_is_quoted_for_the_shell(string path, string word) => Assert.Equal(word, ProgramWord.Quote(path));
}
