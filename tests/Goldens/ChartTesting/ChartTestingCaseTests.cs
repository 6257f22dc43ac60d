using System.Text.Json;
using System.Text.RegularExpressions;
using SecretsKit.Goldens.HelmSecrets;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>Whole ct command lines in repositories of charts.</summary>
public sealed partial class ChartTestingCaseTests
{
    private const string Rows = "cases.jsonl";
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("ct");

    public static IEnumerable<TheoryDataRow<string>> Ids => ChartTestingRows.Ids(Rows);

    /// <summary>P-162.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public Task P_162_Ct_answers_so(string id) => SopsRows.CheckAsync(Gaps, id, () => CheckAsync(ChartTestingRows.Row(Rows, id)));

    private static async Task CheckAsync(JsonElement row)
    {
        using var run = new VerbRun { ProgramName = "ct" };
        var repository = new CaseRepository(run.Path, run.Home);
        var repositories = JsonDocument.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(ChartTestingRows.Folder, "repos.json"), TestContext.Current.CancellationToken));
        repository.Apply(repositories.RootElement.GetProperty(row.Text("repo")!));
        repository.Continue(row.GetProperty("steps"));
        run.Variables["GIT_CONFIG_NOSYSTEM"] = "1";
        if (row.TryGetProperty("env", out var variables))
        {
            variables.EnumerateObject().ToList().ForEach(variable => run.Variables[variable.Name] = variable.Value.GetString()!);
        }

        if (row.Text("helm") == "helm3")
        {
            run.Variables["SECRETSKIT_HELM"] = "3";
        }

        using var server = Server(row, run);
        var words = row.GetProperty("argv").Strings();
        var result = server is null ? await run.RunAsync(words) : await RunProgramAsync(run, words);
        Assert.Equal(Lines(row, row.Text("stdout")!), Lines(row, Masked(result.OutputText, run)));
        Assert.Equal(Lines(row, row.Text("stderr")!), Lines(row, Masked(result.ErrorText, run)));
        Assert.Equal(row.GetProperty("exit").GetInt32(), result.Exit);
    }

    // Whom a process trusts is read once for all that run in it.
    private static async Task<SopsResult> RunProgramAsync(VerbRun run, string[] words)
    {
        using var result = await new ProcessRunner().RunAsync(
            new()
            {
                Program = HelmSecretsTranscriptTests.Program,
                Arguments = ["ct", .. words],
                Environment = new HostEnvironment(run.Variables, run.Path),
            },
            TestContext.Current.CancellationToken);
        return new(result.ExitCode, result.Output.ToArray(), result.Error.ToArray());
    }

    private static HttpServer? Server(JsonElement row, VerbRun run)
    {
        if (!row.TryGetProperty("https", out var codes))
        {
            return null;
        }

        using var authority = TestCertificates.Authority();
        var certificate = TestCertificates.SignedBy(authority, "127.0.0.1");
        var trusted = Path.Combine(run.Home, "trusted.pem");
        File.WriteAllText(trusted, authority.ExportCertificatePem());
        run.Variables["SSL_CERT_FILE"] = trusted;
        return new(
            request => ServedAnswer.Status(
                request.Method == "HEAD" && codes.TryGetProperty(request.Target, out var code) && code.GetInt32() == 200
                    ? "200 OK"
                    : "404 Not Found"),
            certificate,
            port: 443);
    }

    private static string Masked(string text, VerbRun run) => text
        .Replace(run.Path, "{CWD}", StringComparison.Ordinal)
        .Replace(run.Home, "{HOME}", StringComparison.Ordinal);

    private static string Lines(JsonElement row, string text)
    {
        var masks = row.TryGetProperty("mask", out var list) ? list.ToString() : "";
        if (masks.Contains("sha", StringComparison.Ordinal))
        {
            text = CommitId().Replace(text, "{SHA}");
        }

        if (masks.Contains("version", StringComparison.Ordinal))
        {
            text = VersionLine().Replace(text, "$1 X");
        }

        return row.Text("compare") == "lines-any-order" ? string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal)) : text;
    }

    [GeneratedRegex("[0-9a-f]{40}")]
    private static partial Regex CommitId();

    [GeneratedRegex("^(Version:\t|Git commit:\t|Date:\t\t) .*$", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
