using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Goldens.Sops;
using SecretsKit.Platform;

namespace SecretsKit.Goldens.UnitTesting;

/// <summary>
/// P-163: unit tests of charts, suites under <c>tests/</c> and summary lines: whole command lines of helm-unittest 1.1.0, with the
/// snapshots and reports that they write.
/// </summary>
public sealed class UnitTestCaseTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => UnitTestCase.All.Keys.Select(id => new TheoryDataRow<string>(id));

    /// <summary>P-163.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Helm_unittest_answers_so(string id) =>
        await SopsRows.CheckAsync(SopsRows.Gaps("unittest"), id, () => CheckAsync(UnitTestCase.All[id], ["helm", "unittest"]));

    /// <summary>P-163: our own verb does the same.</summary>
    [Theory]
    [InlineData("web/regex")]
    [InlineData("web/output-junit")]
    [InlineData("snap/changed-update")]
    [InlineData("web/no-chart")]
    public Task The_verb_answers_so(string id) => CheckAsync(UnitTestCase.All[id], ["unittest"]);

    private static async Task CheckAsync(UnitTestCase row, string[] command)
    {
        using var folder = new CaseFolder();
        Copy(Path.Combine(UnitTestCase.Root, row.Group), folder.Path);
        foreach (var (from, name, target) in row.Archives)
        {
            await PackAsync(Path.Combine(folder.Path, from), name, Path.Combine(folder.Path, target));
        }

        var before = Snapshot(folder.Path);
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(
                new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["HOME"] = "/nonexistent", ["TZ"] = "UTC" },
                folder.Path),
            Input = Stream.Null,
            Output = output,
            Error = error,
            Prompt = new TypedPrompt([]),
            TestOnlyThrowDefects = true,
        };
        var exit = await SecretsKit.Cli.Program.RunAsync(
            "secretskit", [.. command, .. row.Words], host, TestContext.Current.CancellationToken);
        CheckError(row, UnitTestMasks.Apply(Encoding.UTF8.GetString(error.ToArray()), folder.Path));
        var text = UnitTestMasks.Apply(Encoding.UTF8.GetString(output.ToArray()), folder.Path);
        Assert.Equal(row.Outputs.Find(one => one == text) ?? row.Outputs[0], text);
        Assert.Equal(row.Exit, exit);
        var after = Snapshot(folder.Path);
        var changed = after.Where(file => before.GetValueOrDefault(file.Key) != file.Value)
            .ToDictionary(file => file.Key, file => (string?)UnitTestMasks.Apply(file.Value, folder.Path));
        foreach (var gone in before.Keys.Where(name => !after.ContainsKey(name)))
        {
            changed[gone] = null;
        }

        Assert.Equal(row.Files.OrderBy(file => file.Key), changed.OrderBy(file => file.Key));
    }

    // The help behind a complaint is ours to write.
    private static void CheckError(UnitTestCase row, string error)
    {
        if (row.Error is { } expected)
        {
            var usage = expected.IndexOf("<USAGE>", StringComparison.Ordinal);
            Assert.Equal(usage < 0 ? expected : expected[..usage], usage < 0 ? error : error[..Math.Min(usage, error.Length)]);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            if (name != "cases.json")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
                File.Copy(file, Path.Combine(to, name));
            }
        }
    }

    private static async Task PackAsync(string folder, string name, string target)
    {
        await using var file = File.Create(target);
        await using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(gzip);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            await tar.WriteEntryAsync(path, $"{name}/{Path.GetRelativePath(folder, path)}", TestContext.Current.CancellationToken);
        }
    }

    private static Dictionary<string, string> Snapshot(string folder) => Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(file => !file.EndsWith(".tgz", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);
}
