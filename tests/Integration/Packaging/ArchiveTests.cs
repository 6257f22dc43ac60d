using System.Formats.Tar;
using System.IO.Compression;
using SecretsKit.Integration.Docs;
using SecretsKit.Integration.Safety;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Packaging;

/// <summary>What <c>build/archive</c> makes of the native program.</summary>
public sealed class ArchiveTests(PackagedProgram package) : IClassFixture<PackagedProgram>
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    [Fact]
    public void Holds_the_program_its_links_documents_and_completions()
    {
        var entries = Entries();
        string[] expected =
        [
            "", ".sops.yaml.example", "ARCHITECTURE.md", "CHANGELOG.md", "COMMANDS.txt", "LICENSE", "README.md", "SECURITY.md",
            "completions/", "completions/_secretskit", "completions/secretskit.bash", "completions/secretskit.fish",
            "completions/secretskit.ps1", "ct", "helm", "helm-secrets", "helm3", "kubeconform", "sbom.cdx.json", "secretskit", "sops",
        ];
        var names = entries.ConvertAll(entry => entry.Name);
        var pages = names.Where(name => name.StartsWith("man/", StringComparison.Ordinal)).ToList();
        string[] folders = ["docs/", "examples/"];
        Assert.Equal(
            expected, names.Except(pages).Where(name => !folders.Any(folder => name.StartsWith(folder, StringComparison.Ordinal))));
        Assert.Contains("docs/reference/rules.md", names);
        Assert.Contains("examples/.sops.yaml", names);
        Assert.Contains("man/man1/secretskit.1", pages);
        Assert.Contains("man/man1/secretskit-enc.1", pages);
        Assert.Contains("man/man1/secretskit-sync.1", pages);
        Assert.All(
            (string[])["ct", "helm", "kubeconform", "lint", "secrets", "sops", "template", "unittest"],
            name => Assert.Contains($"man/man1/secretskit-{name}.1", pages));
        Assert.All(entries.Where(entry => entry.Type == TarEntryType.RegularFile), entry => Assert.NotEqual(0, entry.Length));
    }

    [Fact]
    public void Has_fixed_times_owners_and_modes()
    {
        foreach (var entry in Entries())
        {
            Assert.Equal((0, 0, DateTimeOffset.UnixEpoch.AddDays(1)), (entry.Owner, entry.Group, entry.Time));
        }

        // The mode of a link means nothing.
        foreach (var entry in Entries().Where(entry => entry.Type != TarEntryType.SymbolicLink))
        {
            var runs = entry.Type == TarEntryType.Directory || entry.Name == "secretskit";
            Assert.Equal((entry.Name, runs ? Executable : Readable), (entry.Name, entry.Mode));
        }
    }

    [Theory]
    [InlineData("secretskit", "--version", "secretskit ")]
    [InlineData("sops", "--version", "sops 3.")]
    [InlineData("helm-secrets", "--version", "4.")]
    [InlineData("helm", "version --short", "v4.")]
    [InlineData("helm3", "version --short", "v3.")]
    [InlineData("kubeconform", "-v", "development")]
    [InlineData("ct", "version", "Version:")]
    public async Task Answers_by_each_name_in_the_words_of_that_tool(string name, string arguments, string answer)
    {
        using var folder = new TestFolder();
        var unpacked = await BuildScript.StartAsync("tar", "-C", folder.Path, "-xzf", package.Archive);
        Assert.Equal(0, unpacked.Code);
        var program = Path.Combine(Directory.GetDirectories(folder.Path).Single(), name);
        var result = await BuildScript.StartAsync(program, arguments.Split(' '));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith(answer, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Works_where_the_C_library_is_all_that_there_is() =>
        Assert.Equal((0, "", ""), await BuildScript.RunAsync("check-archive", package.Archive));

    [Fact]
    public async Task What_its_pages_link_to_is_in_it()
    {
        using var folder = new TestFolder();
        Assert.Equal(0, (await BuildScript.StartAsync("tar", "-C", folder.Path, "-xzf", package.Archive)).Code);
        LinkTests.Require(Directory.GetDirectories(folder.Path).Single());
    }

    [Fact]
    public void Links_lead_to_the_program_beside_them()
    {
        var links = Entries().Where(entry => entry.Type == TarEntryType.SymbolicLink).ToList();
        Assert.Equal(["ct", "helm", "helm-secrets", "helm3", "kubeconform", "sops"], links.Select(entry => entry.Name));
        Assert.All(links, entry => Assert.Equal("secretskit", entry.Target));
    }

    [Fact]
    public async Task Is_the_same_each_time()
    {
        var (again, _) = await PackagedProgram.AgainAsync();
        Assert.Equal(
            await File.ReadAllBytesAsync(package.Archive, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken));
        Assert.Equal(Path.GetFileName(package.Archive), Path.GetFileName(again));
    }

    [Fact]
    public async Task Refuses_a_program_that_needs_more_than_the_c_library()
    {
        using var folder = new TestFolder();
        var bill = folder.Write("bill.json", "{}");
        var script = await BuildScript.RunAsync("archive", Path.Combine(Checkout.Root, "build", "archive"), bill, folder.Path);
        Assert.Equal(1, script.Code);
        Assert.Contains("is not a dynamic ELF program", script.Error, StringComparison.Ordinal);

        // git is installed wherever these tests run and needs libpcre2 or libz.
        var git = await BuildScript.RunAsync("archive", "/usr/bin/git", bill, folder.Path);
        Assert.Equal(1, git.Code);
        Assert.Contains("only the C library is allowed", git.Error, StringComparison.Ordinal);
    }

    private List<Entry> Entries()
    {
        using var reader = new TarReader(new GZipStream(File.OpenRead(package.Archive), CompressionMode.Decompress));
        var entries = new List<Entry>();
        var folder = Path.GetFileNameWithoutExtension(Path.GetFileNameWithoutExtension(package.Archive)) + "/";
        while (reader.GetNextEntry() is { } entry)
        {
            Assert.StartsWith(folder, entry.Name, StringComparison.Ordinal);
            var name = entry.Name[folder.Length..];
            entries.Add(new Entry(
                name, entry.EntryType, entry.Mode, entry.Uid, entry.Gid, entry.ModificationTime, entry.Length, entry.LinkName));
        }

        return entries;
    }

    private sealed record Entry(
        string Name, TarEntryType Type, UnixFileMode Mode, int Owner, int Group, DateTimeOffset Time, long Length, string Target);
}
