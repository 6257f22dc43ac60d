using System.Diagnostics;
using SecretsKit.Goldens.HelmSecrets;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Completion;

/// <summary>The scripts, in the shells that they are for.</summary>
public sealed class ShellTests
{
    private static async Task<string[]> RunAsync(CaseFolder folder, string shell, params string[] words)
    {
        var start = new ProcessStartInfo(shell, words)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = folder.File("bin") + ":/usr/bin:/bin";
        start.Environment["HOME"] = folder.Path;
        start.Environment.Remove("XDG_CONFIG_HOME");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static CaseFolder WithProgram()
    {
        var folder = new CaseFolder();
        Directory.CreateDirectory(folder.File("bin"));
        foreach (var name in (string[])["secretskit", "sops", "helm", "helm3"])
        {
            File.CreateSymbolicLink(folder.File("bin/" + name), HelmSecretsTranscriptTests.Program);
        }

        Directory.CreateDirectory(folder.File("my values"));
        File.WriteAllText(folder.File("my values/secrets.yaml"), "");
        File.WriteAllText(folder.File("my.yaml"), "");
        return folder;
    }

    [Theory]
    [InlineData("secretskit", "secretskit|vie", "view")]
    [InlineData("secretskit", "secretskit|enc|--input-type|=|js", "json")]
    [InlineData("secretskit", "secretskit|enc|--input-type|=", "yaml|json|dotenv|ini|binary")]
    [InlineData("secretskit", "secretskit|enc|my", "my values|my.yaml")]
    [InlineData("secretskit", "secretskit|enc|--age|", "")]
    [InlineData("secretskit", "secretskit|sops|decrypt|--ignore", "--ignore-mac")]
    [InlineData("sops", "sops|filest", "filestatus")]
    public async Task Bash_completes(string program, string words, string expected)
    {
        using var folder = WithProgram();
        var lines = await RunAsync(folder, "bash", "--norc", "-c", $$"""
            source <({{program}} completion bash)
            complete -p {{program}}
            COMP_WORDS=({{string.Join(' ', words.Split('|').Select(word => $"'{word}'"))}})
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _{{program}}_complete
            printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort
            """);
        Assert.Equal($"complete -F _{program}_complete {program}", lines[0]);
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), lines.Skip(1));
    }

    [Theory]
    [InlineData("secretskit|vie", "view:print the plaintext of a file, or one value of it")]
    [InlineData("secretskit|enc|--input-type|js", "json")]
    [InlineData("secretskit|enc|my", "(files)")]
    public async Task Zsh_completes(string words, string expected)
    {
        using var folder = WithProgram();
        var typed = words.Split('|');
        var lines = await RunAsync(folder, "zsh", "-f", "-c", $$"""
            compdef() { print -r -- "compdef $*" }
            _describe() { print -rl -- "${(@P)4}" }
            _files() { print '(files)' }
            source <(secretskit completion zsh)
            words=({{string.Join(' ', typed.Select(word => $"'{word}'"))}})
            CURRENT={{typed.Length}}
            PREFIX='{{typed[^1]}}'
            _secretskit
            """);
        Assert.Equal(["compdef _secretskit secretskit", expected], lines);
    }

    [Theory]
    [InlineData("secretskit vie", "view\tprint the plaintext of a file, or one value of it")]
    [InlineData("secretskit enc --input-type js", "json")]
    [InlineData("secretskit enc --input-type=js", "--input-type=json")]
    [InlineData("secretskit enc my.", "my.yaml")]
    public async Task Fish_completes(string line, string expected)
    {
        using var folder = WithProgram();
        Assert.Equal(
            [expected], await RunAsync(folder, "fish", "--no-config", "-c", $"secretskit completion fish | source; complete -C '{line}'"));
    }

    [Theory]
    [InlineData("helm|templ", "template")]
    [InlineData("helm|list|--output|=|js", "json")]
    [InlineData("helm|list|--output|=", "json|table|yaml")]
    [InlineData("helm|list|--output|y", "yaml")]
    [InlineData("helm|show|chart|http|:|//", "//")]
    [InlineData("helm|version|", "")]
    [InlineData("helm|secrets|vie", "view")]
    [InlineData("helm3|show|chart|oc", "oci://")]
    public async Task Bash_completes_helm(string words, string expected)
    {
        using var folder = WithProgram();
        var program = words.Split('|')[0];
        var lines = await RunAsync(folder, "bash", "--norc", "-c", $$"""
            source <({{program}} completion bash)
            complete -p {{program}}
            COMP_WORDS=({{string.Join(' ', words.Split('|').Select(word => $"'{word}'"))}})
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _{{program}}_complete
            printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort
            """);
        Assert.Equal($"complete -o default -F _{program}_complete {program}", lines[0]);
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), lines.Skip(1));
    }

    [Theory]
    [InlineData("helm|templ", "template:locally render templates")]
    [InlineData(
        "helm|list|-o|js",
        "json:Output result in JSON format|table:Output result in human-readable format|yaml:Output result in YAML format")]
    [InlineData("helm|lint|my", "(files)")]
    [InlineData("helm|version|", "(This command does not take any more arguments (but may accept flags).)")]
    public async Task Zsh_completes_helm(string words, string expected)
    {
        using var folder = WithProgram();
        var typed = words.Split('|');
        var lines = await RunAsync(folder, "zsh", "-f", "-c", $$"""
            compdef() { print -r -- "compdef $*" }
            compadd() { print -r -- "($2)" }
            _describe() { print -rl -- "${(@P)4}" }
            _files() { print '(files)' }
            source <(helm completion zsh)
            words=({{string.Join(' ', typed.Select(word => $"'{word}'"))}})
            CURRENT={{typed.Length}}
            PREFIX='{{typed[^1]}}'
            _helm
            """);
        Assert.Equal(["compdef _helm helm", .. expected.Split('|')], lines);
    }

    [Theory]
    [InlineData("helm templ", "template\tlocally render templates")]
    [InlineData("helm list --output js", "json\tOutput result in JSON format")]
    [InlineData("helm list --output=js", "--output=json\tOutput result in JSON format")]
    [InlineData("helm lint my.", "my.yaml")]
    [InlineData("helm version ", null)]
    public async Task Fish_completes_helm(string line, string? expected)
    {
        using var folder = WithProgram();
        var offered = await RunAsync(folder, "fish", "--no-config", "-c", $"helm completion fish | source; complete -C '{line}'");
        Assert.Equal(expected is null ? [] : [expected], offered);
    }

    [Fact]
    public async Task A_script_without_descriptions_asks_for_none()
    {
        using var folder = WithProgram();
        var script = string.Join('\n', await RunAsync(folder, folder.File("bin/helm"), "completion", "fish", "--no-descriptions"));
        Assert.Contains("$program __completeNoDesc $words", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secretskit")]
    [InlineData("helm")]
    public async Task Powershell_gets_a_script_that_asks_the_program(string program)
    {
        using var folder = WithProgram();
        var script = string.Join('\n', await RunAsync(folder, folder.File("bin/" + program), "completion", "powershell"));
        Assert.Contains("Register-ArgumentCompleter -Native -CommandName '" + program + "'", script, StringComparison.Ordinal);
        Assert.Contains("& $program __complete @before", script, StringComparison.Ordinal);
        Assert.Equal(script.Count(c => c == '{'), script.Count(c => c == '}'));
    }
}
