using System.Diagnostics;

namespace SecretsKit.Goldens.Signing;

/// <summary>A list of signers found by searching upward that another user of the machine controls allows nobody.</summary>
public sealed class SignersTrustTests
{
    private const UnixFileMode ForAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    [Fact]
    public async Task A_list_that_everybody_may_write_is_refused()
    {
        using var run = await WithFileAsync();
        File.SetUnixFileMode(run.Run.File(SigningRun.Signers), ForAll);
        await RefusesAsync(run, "it can be written by everybody");
        var view = await run.RunAsync("view", "s.yaml");
        Assert.Equal((0, "a: x\n"), (view.Exit, view.OutputText));
        Assert.StartsWith(
            $"warning: s.yaml: the list of signers {run.Run.File(SigningRun.Signers)} is not used: ",
            view.ErrorText,
            StringComparison.Ordinal);
        Assert.Contains("signers-unreadable", (await run.RunAsync("check", "--verify")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_another_user_has_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make files of someone else");
        using var run = await WithFileAsync();
        using var chown = Process.Start("chown", ["12345", run.Run.File(SigningRun.Signers)]);
        await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        await RefusesAsync(run, "it belongs to user 12345");
    }

    [Theory]
    [InlineData("SECRETSKIT_SAFE_DIRECTORIES", "PATH")]
    [InlineData("SECRETSKIT_SAFE_DIRECTORIES", "*")]
    [InlineData("SECRETSKIT_ALLOWED_SIGNERS", "PATH/.secretskit-signers")]
    public async Task It_can_be_accepted_by_a_variable(string variable, string value)
    {
        using var run = await WithFileAsync();
        File.SetUnixFileMode(run.Run.File(SigningRun.Signers), ForAll);
        run.Run.Variables[variable] = value.Replace("PATH", run.Run.Path, StringComparison.Ordinal);
        var result = await run.RunAsync("dec", "s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
    }

    private static async Task<SigningRun> WithFileAsync()
    {
        var run = new SigningRun().With("id_ed25519").WithList();
        await run.EncryptAsync("s.yaml", "a: x\n");
        return run;
    }

    private static async Task RefusesAsync(SigningRun run, string problem)
    {
        var before = run.Run.Read("s.yaml");
        foreach (var words in (string[][])[["dec", "s.yaml"], ["set", "s.yaml", "a", "y"]])
        {
            var result = await run.RunAsync(words);
            Assert.Equal(1, result.Exit);
            Assert.Contains(
                $"the list of signers {run.Run.File(SigningRun.Signers)} is not used: {problem}, and whoever controls it decides whose " +
                "signatures count\n"
                + "hint: look at the file; then name it by SECRETSKIT_ALLOWED_SIGNERS, or accept its folder: export " +
                    $"SECRETSKIT_SAFE_DIRECTORIES={run.Run.Path}\n",
                result.ErrorText, StringComparison.Ordinal);
        }

        Assert.Equal((before, false), (run.Run.Read("s.yaml"), run.Run.Has("s.yaml.dec")));
    }
}
