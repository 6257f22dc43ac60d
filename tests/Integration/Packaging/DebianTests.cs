using SecretsKit.Testing;

namespace SecretsKit.Integration.Packaging;

/// <summary>What <c>build/deb</c> and <c>build/npm</c> make of the archive.</summary>
public sealed class DebianTests(PackagedProgram package) : IClassFixture<PackagedProgram>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_Debian_package_holds_what_the_checks_ask_for_and_installs_into_a_folder()
    {
        using var folder = new TestFolder();
        var check = await BuildScript.RunAsync("check-deb", await PackagedProgram.DebianAsync(), Path.Combine(folder.Path, "root"));
        Assert.Equal((0, "", ""), check);
    }

    [Fact]
    public async Task The_same_archive_makes_the_same_Debian_package() => Assert.Equal(
        await File.ReadAllBytesAsync(await PackagedProgram.DebianAsync(), Ct),
        await File.ReadAllBytesAsync(await PackagedProgram.MakeDebianAsync(package.Archive, "debian-again"), Ct));

    [Fact]
    public async Task The_same_archive_makes_the_same_npm_package()
    {
        using var folder = new TestFolder();
        var first = await BuildScript.RunAsync("npm", package.Archive, Path.Combine(folder.Path, "1"));
        var second = await BuildScript.RunAsync("npm", package.Archive, Path.Combine(folder.Path, "2"));
        Assert.Equal(await File.ReadAllBytesAsync(first.Output.Trim(), Ct), await File.ReadAllBytesAsync(second.Output.Trim(), Ct));
    }

    [Fact]
    public async Task The_npm_package_names_the_program_and_runs_nothing()
    {
        using var folder = new TestFolder();
        var made = await BuildScript.RunAsync("npm", package.Archive, folder.Path);
        Assert.Equal((0, ""), (made.Code, made.Error));
        var text = await BuildScript.StartAsync("tar", "-xzOf", made.Output.Trim(), "package/package.json");
        using var json = System.Text.Json.JsonDocument.Parse(text.Output);
        Assert.Equal("bin/secretskit", json.RootElement.GetProperty("bin").GetProperty("secretskit").GetString());
        Assert.False(json.RootElement.TryGetProperty("scripts", out _));
        Assert.Equal("linux", json.RootElement.GetProperty("os")[0].GetString());
        await BuildScript.StartAsync("tar", "-C", folder.Path, "-xzf", made.Output.Trim());
        var run = await BuildScript.StartAsync(Path.Combine(folder.Path, "package/bin/secretskit"), "--version");
        Assert.Equal(0, run.Code);
    }
}
