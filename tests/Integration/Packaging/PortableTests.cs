using System.IO.Compression;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Packaging;

/// <summary>
/// What <c>build/portable</c> makes for systems that no native program is made for. The published folder is this build's own, with the
/// first bytes of another system's program: the libraries are the same on all of them.
/// </summary>
public sealed class PortableTests
{
    [Theory]
    [InlineData("osx-arm64", "cffaedfe0c000001")]
    [InlineData("osx-x64", "cffaedfe07000001")]
    public async Task An_archive_for_macOS_holds_program_libraries_links_and_documents(string runtime, string magic)
    {
        using var folder = new TestFolder();
        var (code, output, error) = await MakeAsync(folder, runtime, "secretskit", magic);
        Assert.Equal((0, ""), (code, error));
        Assert.EndsWith($"-{runtime}.tar.gz", output.Trim(), StringComparison.Ordinal);
        var list = await BuildScript.StartAsync("tar", "-tzf", output.Trim());
        var names = list.Output.Split('\n').Select(name => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToList();
        Assert.All(
            (string[])["secretskit", "secretskit.dll", "secretskit.runtimeconfig.json", "secretskit.deps.json", "SecretsKit.Core.dll",
                "System.CommandLine.dll", "BouncyCastle.Cryptography.dll", "Npgsql.dll", "sops", "helm", "helm3", "helm-secrets",
                "kubeconform", "ct", "LICENSE", "README.md", "docs/README.md", "sbom.cdx.json", "completions/_secretskit",
                "man/man1/secretskit-enc.1"],
            name => Assert.Contains(name, names));
        Assert.DoesNotContain(names, name => name.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_archive_for_Windows_is_a_zip_file_without_links()
    {
        using var folder = new TestFolder();
        var (code, output, error) = await MakeAsync(folder, "win-x64", "secretskit.exe", "4d5a9000");
        Assert.Equal((0, ""), (code, error));
        using var zip = ZipFile.OpenRead(output.Trim());
        var names = zip.Entries.Select(entry => entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(
            (string[])["secretskit.exe", "secretskit.dll", "secretskit.runtimeconfig.json", "README.md", "completions/secretskit.ps1"],
            name => Assert.Contains(name, names));
        Assert.DoesNotContain("sops", names);

        // Zip files know no earlier time.
        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Theory]
    [InlineData("osx-arm64", "secretskit", "7f454c46", "is no program for osx-arm64")]
    [InlineData("osx-arm64", "secretskit", "cffaedfe07000001", "is no program for osx-arm64")]
    [InlineData("win-x64", "secretskit", "4d5a9000", "there is no secretskit.exe")]
    [InlineData("linux-x64", "secretskit", "7f454c46", "linux-x64 is none of")]
    public async Task A_program_of_another_system_is_refused(string runtime, string program, string magic, string problem)
    {
        using var folder = new TestFolder();
        var (code, _, error) = await MakeAsync(folder, runtime, program, magic);
        Assert.Equal(1, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> MakeAsync(TestFolder folder, string runtime, string program, string magic)
    {
        var published = Directory.CreateDirectory(Path.Combine(folder.Path, "published")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Checkout.Root, "artifacts/bin/Cli/debug")))
        {
            if (Path.GetExtension(file) is ".dll" or ".json")
            {
                File.CreateSymbolicLink(Path.Combine(published, Path.GetFileName(file)), file);
            }
        }

        File.WriteAllBytes(Path.Combine(published, program), [.. Convert.FromHexString(magic), .. new byte[64]]);
        return BuildScript.RunAsync(
            "portable", published, runtime, folder.Write("bill.json", "{}\n"), Path.Combine(folder.Path, "out"));
    }
}
