using System.Diagnostics;

namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// A <c>.sops.yaml</c> found by searching upward that another user of the machine controls says nothing about who can decrypt.
/// </summary>
public sealed class ConfigTrustTests : IDisposable
{
    private const string Plain = "password: abc_def\n";
    private readonly VerbRun _run = new VerbRun().WithKey();

    public ConfigTrustTests() => _run.Write("sub/f.yaml", Plain);

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("chmod 666 .sops.yaml", "it can be written by everybody")]
    [InlineData("chmod 777 .", "its folder can be written by everybody")]
    [InlineData(
        "mv .sops.yaml real; ln -s real .sops.yaml; chmod 666 real", "the file PATH/real that it leads to can be written by everybody")]
    [InlineData(
        "mkdir -m 777 open; mv .sops.yaml open; ln -s open/.sops.yaml .sops.yaml",
        "the folder of PATH/open/.sops.yaml, to which it leads, can be written by everybody")]
    public Task What_everybody_may_write_is_refused(string prepare, string problem) => RefusesAsync(prepare, problem);

    [Theory]
    [InlineData("chgrp 12345 .sops.yaml; chmod 664 .sops.yaml", "it can be written by group 12345, which is not your own")]
    [InlineData("chgrp 12345 .; chmod 775 .", "its folder can be written by group 12345, which is not your own")]
    [InlineData("chown 12345 .sops.yaml", "it belongs to user 12345")]
    [InlineData("chown 12345 .", "its folder belongs to user 12345")]
    [InlineData("chown 12345 . .sops.yaml", "it belongs to user 12345")]
    [InlineData("chown daemon .sops.yaml", "it belongs to daemon (user ")]
    [InlineData("mv .sops.yaml real; ln -s real .sops.yaml; chown -h 12345 .sops.yaml", "it belongs to user 12345")]
    [InlineData("mv .sops.yaml real; ln -s real .sops.yaml; chown 12345 real", "the file PATH/real that it leads to belongs to user 12345")]
    public Task What_another_user_has_is_refused(string prepare, string problem)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make files of someone else");
        return RefusesAsync(prepare, problem);
    }

    [Theory]
    [InlineData("chmod 1777 .")]
    [InlineData("chmod 664 .sops.yaml; chmod 775 .")]
    [InlineData("mv .sops.yaml real; ln -s real .sops.yaml")]
    public async Task What_is_ones_own_is_taken(string prepare)
    {
        await ShellAsync(prepare);
        await TakesAsync("enc", "sub/f.yaml");
    }

    /// <summary>Root in somebody's repository takes that user's word, as that user would.</summary>
    [Fact]
    public async Task The_owner_of_the_folder_where_the_search_began_is_trusted()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make files of someone else");
        await ShellAsync("chown -R 12345 .");
        await TakesAsync("enc", "sub/f.yaml");
    }

    [Theory]
    [InlineData(ConfigTrustVariable, "PATH", true)]
    [InlineData(ConfigTrustVariable, "/elsewhere:PATH/", true)]
    [InlineData(ConfigTrustVariable, "*", true)]
    [InlineData(ConfigTrustVariable, "/elsewhere:PATH/sub", false)]
    [InlineData(ConfigTrustVariable, ".", false)]
    [InlineData("SOPS_CONFIG", "PATH/.sops.yaml", true)]
    public async Task A_folder_or_a_file_can_be_accepted_by_a_variable(string variable, string value, bool accepted)
    {
        await ShellAsync("chmod 777 .");
        _run.Variables[variable] = value.Replace("PATH", _run.Path, StringComparison.Ordinal);
        var run = await _run.RunAsync("enc", "sub/f.yaml");
        Assert.True((run.Exit == 0) == accepted, run.ErrorText);
    }

    [Fact]
    public async Task A_configuration_that_is_named_is_taken()
    {
        await ShellAsync("chmod 666 .sops.yaml; chmod 777 .");
        await TakesAsync("enc", "--config", ".sops.yaml", "sub/f.yaml");
        await ShellAsync($"printf '{Plain.TrimEnd()}\\n' >sub/f.yaml");
        await TakesAsync("sops", "--config", ".sops.yaml", "encrypt", "-i", "sub/f.yaml");
    }

    [Theory]
    [InlineData("sops encrypt -i sub/f.yaml")]
    [InlineData("sops -e -i sub/f.yaml")]
    [InlineData("secrets enc sub/f.yaml")]
    [InlineData("secrets encrypt -i sub/f.yaml")]
    [InlineData("sops edit sub/new.yaml")]
    [InlineData("edit sub/new.yaml")]
    public async Task No_dialect_encrypts_by_it(string words)
    {
        await ShellAsync("chmod 777 .");
        _run.Editor("echo 'a: 1' >\"$1\"");
        var run = await _run.RunAsync(words.Split(' '));
        Assert.NotEqual(0, run.Exit);
        Assert.Contains("its folder can be written by everybody", run.ErrorText, StringComparison.Ordinal);
        Assert.Equal((Plain, false), (_run.Read("sub/f.yaml"), _run.Has("sub/new.yaml")));
    }

    [Theory]
    [InlineData("updatekeys --yes sub/f.yaml", 1)]
    [InlineData("sops updatekeys -y sub/f.yaml", 1)]
    [InlineData("publish sub/f.yaml", 1)]
    [InlineData("check", 2)]
    public async Task Nothing_is_compared_with_it(string words, int exit)
    {
        await TakesAsync("enc", "sub/f.yaml");
        await ShellAsync("chmod 777 .");
        var before = _run.Read("sub/f.yaml");
        var run = await _run.RunAsync(words.Split(' '));
        Assert.Equal(exit, run.Exit);
        Assert.Contains("its folder can be written by everybody", run.OutputText + run.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, _run.Read("sub/f.yaml"));
    }

    /// <summary>Only the layout comes from it then, and nobody is kept from reading.</summary>
    [Theory]
    [InlineData("view sub/f.yaml", "warning: the layout of .sops.yaml is not used: ")]
    [InlineData("git textconv sub/f.yaml", "")]
    [InlineData("sops decrypt sub/f.yaml", "ignoring the layout of the config file: ")]
    [InlineData("secrets view sub/f.yaml", "")]
    public async Task Decryption_goes_on_without_it(string words, string warning)
    {
        await TakesAsync("enc", "sub/f.yaml");
        await ShellAsync("chmod 777 .");
        var run = await _run.RunAsync(words.Split(' '));
        Assert.Equal(0, run.Exit);
        Assert.Contains(Plain, run.OutputText, StringComparison.Ordinal);
        Assert.Contains(warning, run.ErrorText, StringComparison.Ordinal);
    }

    private const string ConfigTrustVariable = "SECRETSKIT_SAFE_DIRECTORIES";

    private async Task RefusesAsync(string prepare, string problem)
    {
        await ShellAsync(prepare);
        var run = await _run.RunAsync("enc", "sub/f.yaml");
        Assert.Equal(1, run.Exit);
        Assert.StartsWith(
            $"secretskit: sub/f.yaml: {_run.Path}/.sops.yaml is not used: {problem.Replace("PATH", _run.Path, StringComparison.Ordinal)}",
                run.ErrorText, StringComparison.Ordinal);
        Assert.Contains("and whoever controls it decides who can decrypt\nhint: look at the file; then name it with --config or " +
            $"SOPS_CONFIG, or accept its folder: export {ConfigTrustVariable}={_run.Path}\n", run.ErrorText, StringComparison.Ordinal);
        Assert.Equal(Plain, _run.Read("sub/f.yaml"));
    }

    private async Task TakesAsync(params string[] words)
    {
        var run = await _run.RunAsync(words);
        Assert.True(run.Exit == 0, run.ErrorText);
        Assert.DoesNotContain("abc_def", _run.Read("sub/f.yaml"), StringComparison.Ordinal);
    }

    private async Task ShellAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-ec", line]) { WorkingDirectory = _run.Path })!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }
}
