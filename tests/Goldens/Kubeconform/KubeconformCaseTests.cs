using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Secrets;
using SecretsKit.Goldens.Charts;
using SecretsKit.Goldens.Sops;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Goldens.Kubeconform;

/// <summary>P-151: what kubeconform 0.7.0 printed, fetched and kept, in each of its forms.</summary>
public sealed partial class KubeconformCaseTests
{
    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("kubeconform", "cases.jsonl");

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("kubeconform");

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task P_151_Answers_as_kubeconform_does(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        using var folder = new CaseFolder();
        using var home = new CaseFolder();
        Prepare(folder.Path, row);
        using var server = new SchemaFolderServer(folder.File("schemas"));
        string Filled(string text) => text
            .Replace("{PORT}", server.Port, StringComparison.Ordinal)
            .Replace("{CWD}", folder.Path, StringComparison.Ordinal);

        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(
                new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["HOME"] = home.Path }, folder.Path),
            Input = Input(folder, row),
            InputIsDevice = row["stdin"] is null,
            Output = output,
            Error = error,
            Prompt = new NoPrompt(),
            TestOnlyThrowDefects = true,
        };
        var words = row["argv"]!.AsArray().Select(word => Filled(word!.GetValue<string>())).ToArray();
        var exit = await SecretsKit.Cli.Program.RunAsync("kubeconform", words, host, TestContext.Current.CancellationToken);

        var compare = row["compare"]?.GetValue<string>() ?? "";
        IEnumerable<string> accepted = row["stdout"] is JsonArray several
            ? several.Select(text => text!.GetValue<string>())
            : [row["stdout"]!.GetValue<string>()];
        var printed = Comparable(Time().Replace(Text(output), "{TIME}"), compare);
        Assert.Contains(printed, accepted.Select(text => Comparable(Filled(text), compare)));
        AssertMessages(Filled(row["stderr"]!.GetValue<string>()), Text(error));
        Assert.Equal(row["exit"]!.GetValue<int>(), exit);
        if (row["requests"] is JsonArray requests)
        {
            Assert.Equal(requests.Select(path => path!.GetValue<string>()), server.Requests);
        }

        if (row["files"] is JsonObject files)
        {
            AssertKept(folder.File(row["show"]![0]!.GetValue<string>()), files, server.Urls);
        }
    });

    [Fact]
    public void Rows_are_there() => Assert.Equal(101, Rows.Count);

    private static void Prepare(string folder, JsonObject row)
    {
        ChartFolderCopy.Copy(SopsRows.Folder("kubeconform"), folder);
        File.Delete(Path.Combine(folder, "cases.jsonl"));
        File.Delete(Path.Combine(folder, "README.md"));
        foreach (var name in row["mkdir"]?.AsArray() ?? [])
        {
            Directory.CreateDirectory(Path.Combine(folder, name!.GetValue<string>()));
        }
    }

    private static MemoryStream Input(CaseFolder folder, JsonObject row) =>
        new(row["stdin"]?.GetValue<string>() is { Length: > 0 } name ? File.ReadAllBytes(folder.File(name)) : []);

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    // A usage is ours to write; the clock is the machine's.
    private static void AssertMessages(string expected, string actual)
    {
        actual = LogTime().Replace(actual, "{LOGTIME}");
        if (expected.EndsWith("<USAGE>", StringComparison.Ordinal))
        {
            Assert.StartsWith(expected.Replace("<USAGE>", "Usage: kubeconform [OPTION]... [FILE OR FOLDER]...\n", StringComparison.Ordinal),
                actual, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void AssertKept(string folder, JsonObject files, IReadOnlyList<string> urls)
    {
        var kept = Directory.GetFiles(folder);
        Assert.Equal(files["count"]!.GetValue<int>(), kept.Length);
        Assert.Equal(
            files["contentSha256"]!.AsArray().Select(hash => hash!.GetValue<string>()).Order(),
            kept.Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))).Order());
        Assert.All(kept, file => Assert.Contains(
            Path.GetFileName(file), urls.Select(url => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url))))));
    }

    private static string Comparable(string text, string compare) => compare switch
    {
        "lines-sorted" or "any-of" => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal)),
        "violations-sorted" => Lists().Replace(
            Messages().Replace(text, match => match.Groups[1].Value + Sorted(match.Groups[2].Value)),
            match => string.Join(",\n", match.Value.Split(",\n        {").Order(StringComparer.Ordinal))),
        _ => text,
    };

    // Violations are one blank apart, their causes three.
    private static string Sorted(string violations) => string.Join(" - at ", SingleBlank().Split(violations)
        .Select(violation => string.Join("   - at ", violation.Split("   - at ").Order(StringComparer.Ordinal)))
        .Order(StringComparer.Ordinal));

    [GeneratedRegex("(#(?:'|&#x27;))( - at [^\"\n]*)")]
    private static partial Regex Messages();

    [GeneratedRegex("(?<=\"validationErrors\": \\[\n        \\{).*?(?=\n      \\])", RegexOptions.Singleline)]
    private static partial Regex Lists();

    [GeneratedRegex(@"(?<! ) - at |^ - at ")]
    private static partial Regex SingleBlank();

    [GeneratedRegex("(?<=<testsuites name=\"kubeconform\" time=\")[^\"]*")]
    private static partial Regex Time();

    [GeneratedRegex(@"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d")]
    private static partial Regex LogTime();

    private sealed class NoPrompt : IPassphrasePrompt
    {
        public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken) => new((SecretBytes?)null);
    }
}
