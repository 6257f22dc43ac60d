using SecretsKit.Integration.Safety;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Docs;

/// <summary>
/// Pages are followed word for word: every line behind a dollar sign runs, in the order of the page. Pages that need more than a
/// repository with a key are in <see cref="WalkthroughTests"/>.
/// </summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("docs/migrate/sops.md", "secrets.yaml")]
    [InlineData("docs/migrate/helm-secrets.md", "secrets.yaml")]
    [InlineData("docs/migrate/git-crypt.md", "")]
    [InlineData("docs/append-without-a-key.md", "secrets.yaml")]
    [InlineData("docs/keep-layout.md", "")]
    public async Task Every_line_of_a_page_runs(string page, string encrypted)
    {
        using var folder = new TestFolder();
        var output = await PageScript.FollowAsync(folder, PageScript.Preparation(encrypted), PageScript.Commands(PageScript.Read(page)));
        Assert.DoesNotContain("AGE-SECRET-KEY", output, StringComparison.Ordinal);
        if (encrypted.Length == 0)
        {
            // The move has ended well if git holds ciphertext alone.
            Assert.Contains("\nsops:", await File.ReadAllTextAsync(
                Path.Combine(folder.Path, "repository/secrets.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_examples_run_from_where_they_are()
    {
        // An editor needs a terminal.
        var lines = PageScript.Commands(PageScript.Read("examples/README.md"))
            .Where(line => !line.Contains(" edit ", StringComparison.Ordinal)).ToList();
        Assert.Contains(lines, line => line.Contains("./chart", StringComparison.Ordinal));
        var output = await PageScript.FollowAsync(
            $"{PageScript.Preparation("")}\ncd ..\ncp -r '{Path.Combine(Checkout.Root, "examples")}' .", lines);
        Assert.Contains("kind: Deployment", output, StringComparison.Ordinal);
        Assert.Contains("database-password: \"dev-correct-horse-battery\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plugin_of_Argo_CD_renders_what_it_decrypts()
    {
        using var folder = new TestFolder();
        var script = Path.Combine(folder.Path, "plugin.sh");
        var plugin = await File.ReadAllTextAsync(
            Path.Combine(Checkout.Root, "docs/recipes/argocd-plugin.yaml"), TestContext.Current.CancellationToken);
        var generate = string.Join(
            '\n', plugin[(plugin.IndexOf("- |\n", StringComparison.Ordinal) + 4)..].Split('\n').Select(line => line.Trim()));
        await File.WriteAllTextAsync(
            script,
            $"{PageScript.Preparation("secrets.yaml")}\ncp secrets.yaml chart/\ncd chart\n"
                + $"export ARGOCD_APP_NAME=orders ARGOCD_APP_NAMESPACE=shop\n{generate}\n",
            TestContext.Current.CancellationToken);
        var (exit, output) = await PageScript.RunAsync(folder.Path, script);
        Assert.True(exit == 0, output);
        Assert.Contains("password: \"old-password\"", output, StringComparison.Ordinal);
        Assert.Contains("namespace: \"shop\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs/recipes/github-actions.yaml")]
    [InlineData("docs/recipes/gitlab-ci.yaml")]
    [InlineData("docs/recipes/pre-commit-config.yaml")]
    [InlineData("docs/recipes/argocd-plugin.yaml")]
    [InlineData("docs/recipes/argocd-repo-server.yaml")]
    public void Recipes_are_YAML_whose_commands_have_the_options_that_they_use(string recipe)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, recipe));
        Assert.NotNull(Core.Data.Yaml.KubernetesYaml.Read(
            System.Text.Encoding.UTF8.GetBytes(text), Core.Data.Yaml.KubernetesYamlOptions.Chart).AsMap);
        foreach (var command in DocumentText.Commands(text))
        {
            var help = Help(command.Verbs);
            Assert.All(command.Options, option => Assert.Contains(option, help, StringComparison.Ordinal));
        }
    }

    private static string Help(IReadOnlyList<string> verbs)
    {
        var start = new System.Diagnostics.ProcessStartInfo(NativeProgram.Path, [.. verbs, "--help"]) { RedirectStandardOutput = true };
        using var program = System.Diagnostics.Process.Start(start)!;
        return program.StandardOutput.ReadToEnd();
    }
}
