using System.Diagnostics;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.HelmSecrets;

/// <summary>What helm-secrets printed, step by step, against the program itself; rows that render a chart, or resolve a vals reference, are not served.</summary>
public sealed class HelmSecretsTranscriptTests
{
    private static readonly string[] Served = ["encrypt", "decrypt", "edit", "enc", "dec", "view", "clean"];

    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("helm-secrets", "transcripts.jsonl")
        .Where(row => row.Value["steps"]!.AsArray().Zip(row.Value["results"]!.AsArray()).All(step => IsServed(step.First!.AsObject(), step.Second!.AsObject()))).ToDictionary();

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
        }

        Helm(home);
        foreach (var (step, expected) in row["steps"]!.AsArray().Zip(row["results"]!.AsArray()))
        {
            var (exit, output, error) = await RunAsync(step!, row["env"]!.AsObject(), folder.Path, home.Path);
            Assert.Equal(expected!["stdout"]!.GetValue<string>(), output);
            var messages = expected["stderr"]!.GetValue<string>().Replace("$WD", folder.Path, StringComparison.Ordinal);
            Func<string, string> shape = messages.Contains("$HOME", StringComparison.Ordinal) ? Unwrapped : text => text;
            Assert.Equal(shape(messages), shape(error.Replace(home.Path, "$HOME", StringComparison.Ordinal)));
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
            return words[1].Split("helm ").Skip(1).All(rest => rest.StartsWith("secrets ", StringComparison.Ordinal) && Served.Contains(rest.Split(' ')[1]));
        }

        if (words.Contains("template"))
        {
            var messages = result["stderr"]!.GetValue<string>();
            return result["exit"]!.GetValue<int>() != 0 && messages.Contains("[helm-secrets] ", StringComparison.Ordinal)
                && !messages.Contains("Decrypt: ", StringComparison.Ordinal) && !messages.Contains("vals error", StringComparison.Ordinal);
        }

        return words is ["secrets", ..] && words.Skip(1).SkipWhile(word => word.StartsWith('-') || word is "vals" or "noop").FirstOrDefault() is { } verb && Served.Contains(verb);
    }

    // Where a long line is broken depends on the length of the home folder's name.
    private static string Unwrapped(string text) => string.Join(' ', text.Split([' ', '\n', '|'], StringSplitOptions.RemoveEmptyEntries));

    // The native program where the suite has built it, else the one beside the tests.
    internal static readonly string Program = Environment.GetEnvironmentVariable("SECRETSKIT_BINARY") is { Length: > 0 } native && File.Exists(native)
        ? native
        : Path.Combine(AppContext.BaseDirectory, "secretskit");

    // A program called helm whose only plugin is ours, and whose templates consist of their last value file.
    private static void Helm(CaseFolder home)
    {
        var path = home.File("bin/helm");
        Directory.CreateDirectory(home.File("bin"));
        File.WriteAllText(path, $$"""
            #!/bin/sh
            if [ "$1" = template ]; then
              for url; do :; done
              '{{Program}}' secrets downloader '' '' '' "$url" && exit
              echo 'Error: plugin $PLUGIN_DUMP' >&2
              exit 1
            fi
            exec '{{Program}}' "$@"

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(JsonNode step, JsonObject variables, string folder, string home)
    {
        var program = step["program"]?.GetValue<string>() ?? Path.Combine(home, "bin/helm");
        var start = new ProcessStartInfo(program, step["argv"]!.AsArray().Select(word => word!.GetValue<string>().Replace("$WD", folder, StringComparison.Ordinal)))
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

        foreach (var (name, value) in variables)
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
