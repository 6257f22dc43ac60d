using System.Net;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>Templates ask for the addresses of hosts only where <c>--enable-dns</c> allows it.</summary>
public sealed class HostLookupTests
{
    [Theory]
    [InlineData("helm", "template", "r", "c")]
    [InlineData("helm", "install", "r", "c", "--dry-run=client")]
    [InlineData("template", "r", "c")]
    public async Task Hosts_are_looked_up_where_it_is_allowed(params string[] command)
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/templates/t.yaml", "at: \"{{ getHostByName \"localhost\" }}\"\nsame: {{ getHostByName \"192.0.2.7\" }}\n");
        var without = await run.RunAsync(command);
        Assert.Contains("at: \"\"\nsame:", without.OutputText, StringComparison.Ordinal);

        var with = await run.RunAsync([.. command, "--enable-dns"]);
        var start = with.OutputText.IndexOf("at: \"", StringComparison.Ordinal) + "at: \"".Length;
        var address = with.OutputText[start..with.OutputText.IndexOf('"', start)];
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(address)), address);
        Assert.Contains("same: 192.0.2.7\n", with.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_addresses_fails_the_rendering()
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/templates/t.yaml", "at: {{ getHostByName \"\" }}\n");
        var result = await run.RunAsync("helm", "template", "r", "c", "--enable-dns");
        Assert.Equal(1, result.Exit);
        Assert.Contains("error calling getHostByName: invalid argument to Intn", result.ErrorText, StringComparison.Ordinal);
    }
}
