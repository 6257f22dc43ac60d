using System.Diagnostics;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Charts;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.HelmSecrets;

/// <summary>
/// What helm-secrets printed, step by step, against the program itself, which is Helm here, too; rows that
/// resolve a vals reference are not served.
/// </summary>
public sealed class HelmSecretsTranscriptTests
{
    private static readonly string[] Served = ["encrypt", "decrypt", "edit", "enc", "dec", "view", "clean"];

    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("helm-secrets", "transcripts.jsonl")
        .Where(row => row.Value["steps"]!.AsArray()
            .Zip(row.Value["results"]!.AsArray())
            .All(step => IsServed(step.First!.AsObject(), step.Second!.AsObject())))
        .ToDictionary();

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("helm-secrets");

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Answers_as_helm_secrets_does(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        using var folder = new CaseFolder();
        using var home = new CaseFolder();
        foreach (var (name, content) in row["files"]!.AsObject())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            await File.WriteAllTextAsync(folder.File(name), content!.GetValue<string>(), TestContext.Current.CancellationToken);
            if (name.EndsWith(".sh", StringComparison.Ordinal))
            {
                File.SetUnixFileMode(folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        foreach (var chart in row["charts"]!.AsArray())
        {
            Directory.CreateDirectory(folder.File($"charts/{chart}"));
            ChartFolderCopy.Copy(
                Path.Combine(SopsRows.Folder("helm-secrets"), "charts", chart!.GetValue<string>()), folder.File($"charts/{chart}"));
        }

        Helm(home);
        foreach (var (step, expected) in row["steps"]!.AsArray().Zip(row["results"]!.AsArray()))
        {
            var (exit, output, error) = await RunAsync(step!, row, folder.Path, home.Path);
            Assert.Equal(expected!["stdout"]!.GetValue<string>(), output);
            var messages = WithoutRemoved(
                step!, expected["stderr"]!.GetValue<string>().Replace("$WD", folder.Path, StringComparison.Ordinal));
            Func<string, string> shape = messages.Contains("$HOME", StringComparison.Ordinal) ? Unwrapped : text => text;
            Assert.Equal(shape(messages), shape(WithDump(error.Replace(home.Path, "$HOME", StringComparison.Ordinal), messages)));
            Assert.Equal(expected["exit"]!.GetValue<int>(), exit);
        }
    });

    [Fact]
    public void Rows_are_there() => Assert.NotEmpty(Rows);

    private static bool IsServed(JsonObject step, JsonObject result)
    {
        string[] words = [.. step["argv"]!.AsArray().Select(word => word!.GetValue<string>())];
        if (step["program"]?.GetValue<string>() == "sh")
        {
            return words[1]
                .Split("helm ")
                .Skip(1)
                .All(rest => rest.StartsWith("secrets ", StringComparison.Ordinal) && Served.Contains(rest.Split(' ')[1]));
        }

        if (words.Contains("template"))
        {
            return !words.Any(word => word.Contains("vals", StringComparison.Ordinal)
                || word.Contains("ref+", StringComparison.Ordinal)
                || word == "--evaluate-templates")
                && !result["stderr"]!.GetValue<string>().Contains("vals error", StringComparison.Ordinal);
        }

        return words is ["secrets", ..]
            && words.Skip(1).SkipWhile(word => word.StartsWith('-') || word is "vals" or "noop").FirstOrDefault() is { } verb
            && Served.Contains(verb);
    }

    // Where a long line is broken depends on the length of the home folder's name.
    private static string Unwrapped(string text) => string.Join(' ', text.Split([' ', '\n', '|'], StringSplitOptions.RemoveEmptyEntries));

    // The native program where the suite has built it, else the one beside the tests.
    internal static readonly string Program = Environment.GetEnvironmentVariable("SECRETSKIT_BINARY") is { Length: > 0 } native
        && File.Exists(native)
        ? native
        : Path.Combine(AppContext.BaseDirectory, "secretskit");

    // A program called helm.
    private static void Helm(CaseFolder home)
    {
        Directory.CreateDirectory(home.File("bin"));
        File.CreateSymbolicLink(home.File("bin/helm"), Program);
    }

    // Values are decrypted in memory when a chart is rendered: there is no file to remove.
    private static string WithoutRemoved(JsonNode step, string messages) =>
        step["argv"]!.AsArray().Any(word => word!.GetValue<string>() == "template")
        ? string.Concat(messages.Split('\n')
            .Where(line => !line.StartsWith("[helm-secrets] Removed: ", StringComparison.Ordinal))
            .Select(line => line + "\n"))[..^1]
        : messages;

    // Where a getter fails, Helm repeats what it said and then prints the plugin's whole description; we print what failed as the error.
    private static string WithDump(string error, string expected)
    {
        const string Dump = "Error: plugin $PLUGIN_DUMP\n";
        return expected.EndsWith(Dump, StringComparison.Ordinal) && error.StartsWith("Error: ", StringComparison.Ordinal)
            ? error["Error: ".Length..] + Dump
            : error;
    }

    // A line of base64 holds the letters "ENC" about once in a thousand runs: count values and the two lines around a key only.
    private static string OwnLinesOnly(string word) =>
        word.Replace("grep -c ENC ", "grep -c -E 'ENC(\\[|RYPTED FILE)' ", StringComparison.Ordinal);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(JsonNode step, JsonObject row, string folder, string home)
    {
        var program = step["program"]?.GetValue<string>() ?? Path.Combine(home, "bin/helm");
        var start = new ProcessStartInfo(
            program,
            step["argv"]!.AsArray().Select(word => OwnLinesOnly(word!.GetValue<string>()).Replace("$WD", folder, StringComparison.Ordinal)))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Path.Combine(home, "bin") + ":/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = home;
        start.Environment["LC_ALL"] = "C";
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } runtime)
        {
            start.Environment["DOTNET_ROOT"] = runtime;
        }

        start.Environment["SECRETSKIT_HELM"] = row["helm"]!.ToString();
        foreach (var (name, value) in row["env"]!.AsObject())
        {
            start.Environment[name] = value!.GetValue<string>();
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
