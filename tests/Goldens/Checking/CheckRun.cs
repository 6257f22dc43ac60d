using System.Text.Json;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Checking;

/// <summary>
/// Runs <c>secretskit check</c> in process over a repository of its own. Both streams of every run are searched for the canary.
/// </summary>
internal sealed class CheckRun : IDisposable
{
    /// <summary>A password that no report may hold in any form.</summary>
    public const string Canary = "cAnary7-f3E9a-x81Kq";

    public CheckRun() => Run = new VerbRun();

    public VerbRun Run { get; }

    public void Write(string name, string text) => Run.Write(name, text);

    public async Task<SopsResult> CheckAsync(params string[] words)
    {
        var result = await Run.RunAsync(["check", .. words]);
        foreach (
            var form in (
                string[])[Canary, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Canary)), Convert.ToHexString(
                    System.Text.Encoding.UTF8.GetBytes(Canary))])
        {
            Assert.DoesNotContain(form, result.OutputText, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(form, result.ErrorText, StringComparison.OrdinalIgnoreCase);
        }

        return result;
    }

    /// <summary>The findings: <c>rule level path:line name</c>, one per line.</summary>
    public async Task<string> FindingsAsync(params string[] words)
    {
        var result = await CheckAsync(["--output", "json", .. words]);
        Assert.True(result.Exit is 0 or 2, result.ErrorText);
        using var json = JsonDocument.Parse(result.OutputText);
        return string.Join('\n', json.RootElement.GetProperty("findings").EnumerateArray().Select(Line));
    }

    public async Task GitAsync(params string[] words)
    {
        using var git = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", .. words])
        {
            WorkingDirectory = Run.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, git.ExitCode);
    }

    public async Task<CheckRun> InGitAsync()
    {
        await Run.GitInitAsync();
        return this;
    }

    public void Dispose() => Run.Dispose();

    private static string Line(JsonElement finding)
    {
        var line = finding.TryGetProperty("line", out var number) ? $":{number.GetInt32()}" : "";
        var name = finding.TryGetProperty("name", out var text) ? " " + text.GetString() : "";
        return $"{finding.GetProperty("rule").GetString()} {finding.GetProperty("level").GetString()} " +
            $"{finding.GetProperty("path").GetString()}{line}{name}";
    }
}
