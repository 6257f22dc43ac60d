using SecretsKit.Testing;

namespace SecretsKit.Tests.Packaging;

/// <summary>One version in all places that name it.</summary>
public sealed class VersionTests
{
    [Fact]
    public void Build_chart_changelog_and_recipes_name_the_same_version()
    {
        var version = Between(Read("Directory.Build.props"), "<Version>", "</Version>");
        var chart = Read("src/Agent/chart/Chart.yaml");
        Assert.Contains($"\nversion: {version}\n", chart, StringComparison.Ordinal);
        Assert.Contains($"\nappVersion: {version}\n", chart, StringComparison.Ordinal);
        Assert.StartsWith(
            $"{version}] - 2", Read("CHANGELOG.md").Split("\n## [").First(part => char.IsDigit(part[0])), StringComparison.Ordinal);
        Assert.Contains($"targetRevision: v{version}\n", Read("docs/recipes/agent-argocd.yaml"), StringComparison.Ordinal);
        Assert.Contains($"tag: v{version}}}", Read("docs/recipes/agent-flux.yaml"), StringComparison.Ordinal);
        Assert.Contains($"git tag --sign v{version} ", Read("docs/releases.md"), StringComparison.Ordinal);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path));

    private static string Between(string text, string before, string after) => text.Split(before)[1].Split(after)[0];
}
