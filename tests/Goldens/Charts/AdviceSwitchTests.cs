using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>How rules of advice are switched on and off, in lint and in template.</summary>
public sealed class AdviceSwitchTests
{
    /// <summary>What is behind <c>--advise</c>, and the rules that then speak of one chart.</summary>
    [Theory]
    [InlineData("--advise", "plaintext K-110 K-120")]
    [InlineData("--advise=mistakes", "plaintext K-110 K-120")]
    [InlineData("--advise=conventions", "K-090 K-117 K-118 K-240 K-127")]
    [InlineData("--advise=all", "plaintext K-110 K-120 K-090 K-117 K-118 K-240 K-127")]
    [InlineData("--advise=all,-K-117,-K-118,-conventions", "plaintext K-110 K-120")]
    [InlineData("--advise=-K-110", "plaintext K-120")]
    [InlineData("--advise=K-118,K-110", "K-110 K-118")]
    [InlineData("--advise=mistakes,K-240,-plaintext", "K-110 K-120 K-240")]
    public async Task Rules_are_switched_on_and_off_by_their_ids(string flag, string expected)
    {
        using var run = Chart();
        foreach (var words in (string[][])[["lint", "c", flag], ["template", "r", "c", flag]])
        {
            var result = await run.RunAsync(words);
            Assert.Equal(0, result.Exit);
            var lines = (words[0] == "lint" ? result.OutputText : result.ErrorText)
                .Split('\n')
                .Where(line => line.StartsWith("[WARNING] ", StringComparison.Ordinal));
            Assert.Equal(expected.Split(' '), lines.Select(line => line.Split(": ")[1])
                .Where(id => id is not ("K-113" or "K-121" or "K-122"))
                .Distinct());
        }
    }

    [Fact]
    public async Task Advice_fails_lint_only_with_strict_and_is_not_there_unasked()
    {
        using var run = Chart();
        Assert.Equal(0, (await run.RunAsync("lint", "c", "--strict")).Exit);
        Assert.Equal(0, (await run.RunAsync("lint", "c", "--advise")).Exit);
        Assert.Equal(1, (await run.RunAsync("lint", "c", "--advise", "--strict")).Exit);
        Assert.Equal(0, (await run.RunAsync("lint", "c", "--advise=K-116", "--strict")).Exit);
    }

    [Fact]
    public async Task The_rules_can_be_listed()
    {
        using var run = Chart();
        var result = await run.RunAsync("lint", "--advise=list");
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Contains(
            "\nK-110      mistake     an image has no tag, or one that moves, such as latest\n",
            result.OutputText,
            StringComparison.Ordinal);
        Assert.Contains("\nK-118      convention  ", result.OutputText, StringComparison.Ordinal);
        var refused = await run.RunAsync("lint", "c", "--advise=K-999");
        Assert.Equal(1, refused.Exit);
        Assert.Equal("Error: --advise knows no rule K-999\nhint: 'secretskit lint --advise=list' names the rules; mistakes, conventions " +
            "and all stand for several, and -RULE leaves one out\n", refused.ErrorText);
    }

    /// <summary>P-127.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false, "-n", "shop")]
    public async Task P_127_A_release_whose_namespace_nobody_names_is_warned_of(bool isWarnedOf, params string[] words)
    {
        using var run = Chart();
        const string Warning = "[WARNING] --namespace: K-127: no namespace is named, so the release goes to the deployer's " +
            "current one; name one with -n or HELM_NAMESPACE\n";
        foreach (var text in (string[])[(await run.RunAsync(["template", "r", "c", "--advise=K-127", .. words]))
            .ErrorText, (await run.RunAsync(["lint", "c", "--advise=K-127", .. words]))
            .OutputText])
        {
            Assert.Equal(isWarnedOf, text.Contains(Warning, StringComparison.Ordinal));
        }

        run.Variables["HELM_NAMESPACE"] = "shop";
        Assert.Equal("", (await run.RunAsync("template", "r", "c", "--advise=K-127")).ErrorText);
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", $"password: {VerbRun.Canary}Xk29fLq8\n");
        run.Write("c/templates/p.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: p\n    image: " +
            "nginx:latest\n    args: [{{ randAlpha 4 }}, {{ .Values.password }}]\n");
        return run;
    }
}
