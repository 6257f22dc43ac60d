using SecretsKit.Integration.Safety;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Docs;

/// <summary>Pages are followed word for word: every line behind a dollar sign runs, in the order of the page.</summary>
public sealed class PageTests
{
    private const string Values = "database:\n  password: old-password\n";

    [Theory]
    [InlineData("docs/migrate/sops.md", "secrets.yaml")]
    [InlineData("docs/migrate/helm-secrets.md", "secrets.yaml")]
    [InlineData("docs/migrate/git-crypt.md", "")]
    [InlineData("docs/append-without-a-key.md", "secrets.yaml")]
    [InlineData("docs/keep-layout.md", "")]
    public async Task Every_line_of_a_page_runs(string page, string encrypted)
    {
        using var folder = new TestFolder();
        var script = Path.Combine(folder.Path, "page.sh");
        await File.WriteAllTextAsync(
            script, $"{Preparation(encrypted)}\nset -x\n{string.Join('\n', Lines(page))}\n", TestContext.Current.CancellationToken);
        var (exit, output) = await RunAsync(folder.Path, script);
        Assert.True(exit == 0, output);
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
        using var folder = new TestFolder();
        var script = Path.Combine(folder.Path, "page.sh");

        // An editor needs a terminal.
        var lines = Lines("examples/README.md").Where(line => !line.Contains(" edit ", StringComparison.Ordinal)).ToList();
        Assert.Contains(lines, line => line.Contains("./chart", StringComparison.Ordinal));
        await File.WriteAllTextAsync(
            script,
            $"{Preparation("")}\ncd ..\ncp -r '{Path.Combine(Checkout.Root, "examples")}' .\nset -x\n{string.Join('\n', lines)}\n",
            TestContext.Current.CancellationToken);
        var (exit, output) = await RunAsync(folder.Path, script);
        Assert.True(exit == 0, output);
        Assert.Contains("kind: Deployment", output, StringComparison.Ordinal);
        Assert.Contains("database-password: \"dev-correct-horse-battery\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_of_a_page_leads_somewhere()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(pages);
        foreach (var page in pages)
        {
            foreach (var target in DocumentText.Links(File.ReadAllText(page)))
            {
                var path = Path.GetFullPath(target.Split('#')[0], Path.GetDirectoryName(page)!);
                Assert.True(target.StartsWith('#') || Path.Exists(path), $"{page}: {target} leads nowhere");
            }
        }
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
            $"{Preparation("secrets.yaml")}\ncp secrets.yaml chart/\ncd chart\n"
                + $"export ARGOCD_APP_NAME=orders ARGOCD_APP_NAMESPACE=shop\n{generate}\n",
            TestContext.Current.CancellationToken);
        var (exit, output) = await RunAsync(folder.Path, script);
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

    private static IEnumerable<string> Lines(string page) => DocumentText
        .Blocks(File.ReadAllText(Path.Combine(Checkout.Root, page)), "console")
        .SelectMany(block => block.Split('\n'))
        .Where(line => line.StartsWith("$ ", StringComparison.Ordinal))
        .Select(line => line[2..]);

    // A repository with a key, and with what the page takes for granted.
    private static string Preparation(string encrypted) => $$"""
        set -eu
        root=$PWD
        mkdir home bin repository
        ln -s {{NativeProgram.Path}} bin/secretskit
        ln -s {{NativeProgram.Path}} bin/helm
        export HOME=$root/home PATH=$root/bin:$PATH
        git config --global user.name t
        git config --global user.email t@localhost
        cd repository
        git init --quiet
        secretskit keygen > "$root/public" 2> "$root/err"
        printf '{{Values.Replace("\n", "\\n", StringComparison.Ordinal)}}' > secrets.yaml
        printf 'key\n' > tls.key
        printf '*.key filter=git-crypt diff=git-crypt\nsecrets.yaml filter=git-crypt diff=git-crypt\n' > .gitattributes
        printf 'replicas: 1\n' > values.yaml
        mkdir -p chart/templates
        printf 'apiVersion: v2\nname: orders\nversion: 1.0.0\n' > chart/Chart.yaml
        printf 'database: {}\n' > chart/values.yaml
        cat > chart/templates/secret.yaml << 'END'
        apiVersion: v1
        kind: Secret
        metadata:
          name: orders
          namespace: {{"{{ .Release.Namespace | quote }}"}}
        stringData:
          password: {{"{{ .Values.database.password | quote }}"}}
        END
        for file in {{encrypted}}; do
          rm tls.key .gitattributes
          secretskit init
          secretskit enc $file
        done
        """;

    private static async Task<(int Exit, string Output)> RunAsync(string folder, string script)
    {
        var start = new System.Diagnostics.ProcessStartInfo("sh", [script])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment.Remove("SOPS_AGE_KEY_FILE");
        using var shell = System.Diagnostics.Process.Start(start)!;
        shell.StandardInput.Close();
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, await output + await error);
    }
}
