using System.Text.Json.Nodes;

namespace SecretsKit.Integration.Pipelines;

/// <summary>P-208: kubeconfigs of service accounts.</summary>
public sealed class KubeconfigTests
{
    [Fact]
    public async Task The_file_is_the_owners_alone_and_can_be_written_again()
    {
        await using var bench = await DeployBench.CreateAsync();
        var file = Path.Combine(bench.Program.Path, "ci.kubeconfig");
        string[] words = bench.Words("pipeline", "rbac", "kubeconfig", "default", "-o", file);
        var first = (await bench.Program.RunAsync(words)).Succeeds();
        Assert.Equal("", first.Output);
        Assert.Matches(@"^the token of default in wait-[0-9a-f]+ ends at \d{4}-\d\d-\d\d \d\d:\d\d UTC\n$", first.Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        (await bench.Program.RunAsync(words)).Succeeds();

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refused = await bench.Program.RunAsync(words);
        Assert.Equal(1, refused.Exit);
        Assert.Contains("others may read it", refused.Error);
    }

    [Fact]
    public async Task A_token_is_not_shown_on_a_terminal_unless_that_is_asked_for()
    {
        await using var bench = await DeployBench.CreateAsync();
        string[] words = bench.Words("pipeline", "rbac", "kubeconfig", "default");
        var refused = await bench.Program.RunOnTerminalAsync(words);
        Assert.Equal(64, refused.Exit);
        Assert.Contains("hint: write a file with -o FILE", refused.Error);
        Assert.Contains("token: \"ey", (await bench.Program.RunOnTerminalAsync([.. words, "-o", "-"])).Succeeds().Output);
        Assert.Contains("token: \"ey", (await bench.Program.RunAsync(words)).Succeeds().Output);
    }

    [Fact]
    public async Task The_token_ends_when_it_was_asked_to()
    {
        await using var bench = await DeployBench.CreateAsync();
        string[] words = bench.Words("pipeline", "rbac", "kubeconfig", "default");
        var text = (await bench.Program.RunAsync([.. words, "--duration", "20m"])).Succeeds().Output;
        var claims = text.Split("token: \"")[1].Split('.')[1].Replace('-', '+').Replace('_', '/');
        var json = JsonNode.Parse(Convert.FromBase64String(claims + new string('=', (4 - (claims.Length % 4)) % 4)))!;
        Assert.Equal(20 * 60, (long)json["exp"]! - (long)json["iat"]!);
        var tooShort = await bench.Program.RunAsync([.. words, "--duration", "5m"]);
        Assert.Equal(64, tooShort.Exit);
        Assert.Contains("ten minutes or more, not \"5m\"", tooShort.Error);
    }

    [Fact]
    public async Task A_missing_account_and_a_missing_right_are_named()
    {
        await using var bench = await DeployBench.CreateAsync();
        string[] words = bench.Words("pipeline", "rbac", "kubeconfig", "ghost");
        var missing = await bench.Program.RunAsync(words);
        Assert.Equal(1, missing.Exit);
        Assert.Contains($"there is no service account ghost in the namespace {bench.Namespace}", missing.Error);
        var denied = await bench.Program.RunAsync([.. words, "--kube-context", "nobody"]);
        Assert.Contains("hint: that is the verb create on serviceaccounts/token in this namespace", denied.Error);
    }
}
