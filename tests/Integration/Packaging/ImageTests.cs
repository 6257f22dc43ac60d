using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Packaging;

/// <summary>The container image that <c>build/image</c> makes of the archive.</summary>
public sealed class ImageTests(PackagedProgram package) : IClassFixture<PackagedProgram>
{
    [Fact]
    public async Task Is_the_same_each_time() => Assert.Equal(
        await File.ReadAllBytesAsync(package.Image, TestContext.Current.CancellationToken),
        await File.ReadAllBytesAsync((await PackagedProgram.AgainAsync()).Image, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Names_each_part_by_its_digest_and_size()
    {
        using var folder = new TestFolder();
        var layout = await LayoutAsync(folder);
        foreach (var path in Directory.GetFiles(Path.Combine(layout, "blobs", "sha256")))
        {
            Assert.Equal(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        }

        var index = Read(Path.Combine(layout, "index.json"));
        var manifest = Read(Blob(layout, index["manifests"]![0]!));
        Assert.Equal("1.0.0", Read(Path.Combine(layout, "oci-layout"))["imageLayoutVersion"]!.GetValue<string>());
        Assert.Equal(2, manifest["layers"]!.AsArray().Count);
        Assert.Equal("65532:65532", Read(Blob(layout, manifest["config"]!))["config"]!["User"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("secretskit", "secretskit ")]
    [InlineData("sops", "sops 3.")]
    [InlineData("helm-secrets", "4.")]
    public async Task Runs_the_program_with_nothing_else_in_sight(string name, string answer)
    {
        using var folder = new TestFolder();
        var layout = await LayoutAsync(folder);
        var root = Directory.CreateDirectory(Path.Combine(folder.Path, "root")).FullName;
        var manifest = Read(Blob(layout, Read(Path.Combine(layout, "index.json"))["manifests"]![0]!));
        foreach (var layer in manifest["layers"]!.AsArray())
        {
            Assert.Equal(0, (await BuildScript.StartAsync("tar", "-C", root, "--no-same-owner", "-xzf", Blob(layout, layer!))).Code);
        }

        // A container has /proc; the rest of this machine is out of sight.
        const string script = "mount --rbind /proc \"$0/proc\" && exec chroot \"$0\" \"$@\"";
        string[] arguments = ["--map-root-user", "--mount", "--fork", "sh", "-c", script, root, "/usr/local/bin/" + name, "--version"];
        var result = await BuildScript.StartAsync("unshare", arguments);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith(answer, result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(root, "bin")));
    }

    private async Task<string> LayoutAsync(TestFolder folder)
    {
        var layout = Directory.CreateDirectory(Path.Combine(folder.Path, "layout")).FullName;
        Assert.Equal(0, (await BuildScript.StartAsync("tar", "-C", layout, "-xf", package.Image)).Code);
        return layout;
    }

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;

    // The descriptor's size is that of the file.
    private static string Blob(string layout, JsonNode descriptor)
    {
        var path = Path.Combine(layout, "blobs", "sha256", descriptor["digest"]!.GetValue<string>()["sha256:".Length..]);
        Assert.Equal(descriptor["size"]!.GetValue<long>(), new FileInfo(path).Length);
        return path;
    }
}
