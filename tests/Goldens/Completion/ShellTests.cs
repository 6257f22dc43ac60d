using System.Diagnostics;
using SecretsKit.Goldens.HelmSecrets;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Completion;

/// <summary>The scripts, in the shells that they are for.</summary>
public sealed class ShellTests
{
    private static async Task<string[]> RunAsync(CaseFolder folder, string shell, params string[] words)
    {
        var start = new ProcessStartInfo(shell, words) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
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
        foreach (var name in (string[])["secretskit", "sops"])
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
        Assert.Equal([expected], await RunAsync(folder, "fish", "--no-config", "-c", $"secretskit completion fish | source; complete -C '{line}'"));
    }

    [Fact]
    public async Task Powershell_gets_a_script_that_asks_the_program()
    {
        using var folder = WithProgram();
        var script = string.Join('\n', await RunAsync(folder, folder.File("bin/secretskit"), "completion", "powershell"));
        Assert.Contains("Register-ArgumentCompleter -Native -CommandName 'secretskit'", script, StringComparison.Ordinal);
        Assert.Contains("& $program __complete @before", script, StringComparison.Ordinal);
        Assert.Equal(script.Count(c => c == '{'), script.Count(c => c == '}'));
    }
}
