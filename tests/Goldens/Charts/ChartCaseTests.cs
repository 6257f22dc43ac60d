using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Goldens.Sops;
using SecretsKit.Platform;

namespace SecretsKit.Goldens.Charts;

/// <summary>Whole helm command lines on charts: output, errors and exit codes of both generations, in process.</summary>
public sealed class ChartCaseTests
{
    // What this version serves; the rest of the rows waits for its commands.
    private static readonly string[] Served =
    [
        "template", "lint", "show all", "show chart", "show crds", "show readme", "show values", "dependency list", "env", "version",
        "create", "frobnicate", "templat",
    ];

    private static readonly string[] OfOthers = ["cli/install-noname", "cli/get-noarg", "cli/pull-none"];

    public static IEnumerable<TheoryDataRow<string>> Helm4 => Rows(_ => true);

    public static IEnumerable<TheoryDataRow<string>> Helm3 => Rows(row => !row.IsForHelm4Only);

    [Theory]
    [MemberData(nameof(Helm4))]
    public async Task Helm_4_answers_so(string id) =>
        await SopsRows.CheckAsync(ChartCase.Gaps, id, () => CheckAsync(ChartCase.All[id], isHelm3: false));

    [Theory]
    [MemberData(nameof(Helm3))]
    public async Task Helm_3_answers_so(string id) =>
        await SopsRows.CheckAsync(ChartCase.Gaps, id + " helm3", () => CheckAsync(ChartCase.All[id], isHelm3: true));

    private static IEnumerable<TheoryDataRow<string>> Rows(Func<ChartCase, bool> isWanted) => ChartCase.All
        .Where(row => IsServed(row.Key, row.Value)
            && row.Value.Preparation.All(step => Served.Contains(ChartCase.CommandOf(step)))
            && isWanted(row.Value))
        .Select(row => new TheoryDataRow<string>(row.Key));

    // Of the commands that need a cluster or a network: dry runs, and complaints about the command line itself.
    private static bool IsServed(string id, ChartCase row) =>
        Served.Contains(row.Command)
            || OfOthers.Contains(id)
            || (row.Command == "install" && row.Words(false).Contains("--dry-run=client"));

    private static async Task CheckAsync(ChartCase row, bool isHelm3)
    {
        // Commands that only read share the inputs; the others get a copy of their own.
        var writes = row.Words(isHelm3).Any(word => word.StartsWith("--output-dir", StringComparison.Ordinal))
            || row.Preparation.Any()
            || row.Command is "create";
        var folder = writes ? Directory.CreateTempSubdirectory("charts-").FullName : ChartFolderCopy.Shared(row.Folder);
        try
        {
            if (writes)
            {
                ChartFolderCopy.Copy(Path.Combine(ChartCase.Root, row.Folder), folder);
            }

            using var output = new MemoryStream();
            using var error = new MemoryStream();
            var host = new CliHost
            {
                Redaction = new(),
                Clock = TimeProvider.System,
                Environment = new HostEnvironment(Variables(row, folder, isHelm3), folder),
                Input = new MemoryStream(row.Input is { } input
                    ? await File.ReadAllBytesAsync(Path.Combine(folder, input), TestContext.Current.CancellationToken)
                    : []),
                Output = output,
                Error = error,
                Prompt = new TypedPrompt([]),
                TestOnlyThrowDefects = true,
            };
            foreach (var step in row.Preparation)
            {
                Assert.Equal(
                    0,
                    await SecretsKit.Cli.Program.RunAsync(
                        isHelm3 ? "helm3" : "helm", step, host.With(output: Stream.Null), TestContext.Current.CancellationToken));
            }

            var words = row.Words(isHelm3).ConvertAll(word => word.Replace("{CWD}", folder, StringComparison.Ordinal));
            words.InsertRange(Math.Min(1, words.Count), isHelm3 ? KubeVersionOfReference(row) : []);
            var exit = await SecretsKit.Cli.Program.RunAsync(
                isHelm3 ? "helm3" : "helm", words, host, TestContext.Current.CancellationToken);
            var masks = new ChartMasks(row, folder);
            Assert.Equal(masks.Apply(row.Stream("stderr", isHelm3)), masks.Apply(error.ToArray()));
            Assert.Equal(masks.Apply(row.Stream("stdout", isHelm3)), masks.Apply(output.ToArray()));
            Assert.Equal(row.Exit(isHelm3), exit);
            new ChartArtifacts(row, folder, masks).Check(isHelm3);
        }
        finally
        {
            if (writes)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // The binary behind Helm 3's expectations was built without the number of its release and took every cluster for 1.20.
    private static string[] KubeVersionOfReference(ChartCase row) =>
        row.Command is "template" or "lint" && !row.Words(true).Exists(word => word.StartsWith("--kube-version", StringComparison.Ordinal))
            ? ["--kube-version", "v1.20.0"]
            : [];

    private static Dictionary<string, string> Variables(ChartCase row, string folder, bool isHelm3)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = Path.Combine(folder, ".home"),
            ["KUBECONFIG"] = "/nonexistent",
            ["TZ"] = "UTC",
            ["LC_ALL"] = "C.UTF-8",
        };
        foreach (var (name, value) in row.Variables(isHelm3))
        {
            variables[name] = value.Replace("{CWD}", folder, StringComparison.Ordinal);
        }

        return variables;
    }
}
