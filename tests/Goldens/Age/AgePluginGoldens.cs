using System.Text;
using System.Text.Json;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Age;

/// <summary>
/// Conversations of the age tool and of sops with a plugin: ours sends what they sent, asks what they asked and fails as they did.
/// The plugin runs as a process for the sops rows and is played back for the others.
/// </summary>
public sealed class AgePluginGoldens : IDisposable
{
    private const string Recipient = "age1rec1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4uecmz";
    private const string Identity = "AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7";
    private const string Erased = "\r\n{{esc:[F}}{{esc:[K}}";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "providers", "age-plugin");
    private readonly TestFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Rows =>
        GoldenRows.Names(Folder, "transcripts.jsonl").Select(name => new TheoryDataRow<string>(name));

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Rows))]
    public async Task Talks_to_a_plugin_as_the_reference_does(string name)
    {
        var row = GoldenRows.Read(Folder, name);
        if (row.Text("tool") == "sops")
        {
            await RunSopsAsync(row);
        }
        else
        {
            await PlayAsync(row);
        }
    }

    private static async Task PlayAsync(JsonElement row)
    {
        var transcript = row.GetProperty("transcript").EnumerateArray().ToList();
        var plugin = new ScriptedPlugins
        {
            Output = Encoding.Latin1.GetBytes(string.Concat(transcript.Where(step => step.Text("dir") == "out").Select(Written))),
        };
        var terminal = new ScriptedTerminal([.. row.GetProperty("typed")
            .EnumerateArray()
            .Select(text => text.GetString()!.TrimEnd('\n') is { Length: > 0 } line ? line : "\n")]);
        var seen = new StringBuilder();
        var environment = new HostEnvironment([new("PATH", "/nowhere")], "/");
        IProcessStarter starter = transcript.Count > 0 ? plugin : new ProcessRunner();
        var plugins = new AgePlugins(environment, starter, terminal, text => seen.Append("age: " + text + "\n"), TimeProvider.System);
        byte[]? output = null;
        try
        {
            output = await RunAsync(row, transcript, plugins);
        }
        catch (AgeException e)
        {
            seen.Append("age: error: " + e.Message + "\n");
        }

        Assert.Equal(row.GetProperty("exit").GetInt32() == 0, output is not null);
        if (output is not null && row.Text("stdout") is { } expected)
        {
            Assert.Equal(expected, Encoding.UTF8.GetString(output));
        }

        // Hints are each tool's own.
        var kept = row.Text("terminal")!.Split('\n')
            .Where(line => !line.StartsWith("age: hint:", StringComparison.Ordinal)
                && !line.StartsWith("age: report", StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', kept), string.Concat(terminal.Asked.Select(text => text + Erased)) + seen);
        Assert.Equal(Received(transcript), plugin.Received);
    }

    private static async Task<byte[]> RunAsync(JsonElement row, List<JsonElement> transcript, AgePlugins plugins)
    {
        string[] arguments = [.. row.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!)];
        if (arguments[0] == "-d")
        {
            var identity = transcript.Find(step => step.Text("type") == "add-identity").GetProperty("args")[0].GetString()!;
            using var identities = AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(identity), plugins);
            var file = await File.ReadAllBytesAsync(Path.Combine(Folder, "files", arguments[^1]), TestContext.Current.CancellationToken);
            return await AgeFile.DecryptAsync(file, [identities], AgeEncoding.Detect, TestContext.Current.CancellationToken);
        }

        List<AgeRecipient> recipients = [.. arguments.Zip(arguments.Skip(1))
            .Where(pair => pair.First == "-r")
            .Select(pair => AgeRecipient.Parse(pair.Second, plugins))];
        if (arguments.Contains("-i"))
        {
            recipients.Add(new AgePluginRecipient((AgePluginIdentity)AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Identity)), plugins));
        }

        // The file key is drawn first.
        var drawn = 0;
        var wrapped = transcript.Find(step => step.Text("type") == "wrap-file-key");
        return await AgeFile.EncryptAsync(
            "hello plugin\n"u8.ToArray(),
            recipients,
            AgeEncoding.Armor,
            span =>
            {
                if (drawn++ == 0 && wrapped.ValueKind == JsonValueKind.Object)
                {
                    Convert.FromBase64String(wrapped.Text("body") + "==").CopyTo(span);
                }
            },
            TestContext.Current.CancellationToken);
    }

    private async Task RunSopsAsync(JsonElement row)
    {
        Install("age-plugin-rec");
        File.Copy(Path.Combine(Folder, "files", "plugin.enc.yaml"), Path.Combine(_folder.Path, "plugin.enc.yaml"));
        _folder.Write("id.txt", $"# a comment\n{Identity}\n");
        _folder.Write("plain.yaml", "a: geheim\n");
        var encrypts = row.GetProperty("args")[0].GetString() == "encrypt";
        if (encrypts)
        {
            File.Delete(Path.Combine(_folder.Path, "plugin.enc.yaml"));
        }

        var terminal = new ScriptedTerminal([.. row.GetProperty("typed").EnumerateArray().Select(text => text.GetString()!)]);
        var (exit, output, error) = await SopsAsync(
            terminal, row.Text("scenario")!, row.GetProperty("env")
                .EnumerateObject()
                .Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetString()!)), row.GetProperty("args"));
        Assert.Equal((row.GetProperty("exit").GetInt32(), row.Text("stdout")), (exit, output));

        // The home folder of the recording is masked as nothing, and counted in the wrapping.
        var shown = string.Concat(terminal.Asked.Select(text => text + Erased)) + error.Replace("/h/", "", StringComparison.Ordinal);
        Assert.Equal(Unwrapped(row.Text("terminal")!), Unwrapped(shown));
        var log = File.ReadLines(Path.Combine(_folder.Path, "log")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var recorded = row.GetProperty("transcript").EnumerateArray();
        if (!encrypts)
        {
            Assert.Equal(recorded.Select(step => step.GetRawText()), log.Take(recorded.Count()).Select(step => step.GetRawText()));
        }
        else if (exit == 0)
        {
            var (again, plain, _) = await SopsAsync(
                terminal, "plain", [new("SOPS_AGE_KEY_FILE", "id.txt")], JsonDocument.Parse("""["decrypt", "plugin.enc.yaml"]""").RootElement);
            Assert.Equal((0, "a: geheim\n"), (again, plain));
            Assert.Contains(
                $"recipient: {Recipient}",
                await File.ReadAllTextAsync(Path.Combine(_folder.Path, "plugin.enc.yaml"), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }
    }

    private async Task<(int Exit, string Output, string Error)> SopsAsync(
        ScriptedTerminal terminal, string scenario, IEnumerable<KeyValuePair<string, string>> variables, JsonElement arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        Dictionary<string, string> environment = new(variables)
        {
            ["PATH"] = Path.Combine(_folder.Path, "bin") + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["HOME"] = "/h",
            ["GNUPGHOME"] = "/g",
            ["REC_SCENARIO"] = scenario,
            ["REC_LOG"] = Path.Combine(_folder.Path, "log"),
        };
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(environment, _folder.Path),
            Input = new MemoryStream(),
            Output = output,
            Error = error,
            Prompt = terminal,
            TestOnlyThrowDefects = true,
        };
        var exit = await SecretsKit.Cli.Program.RunAsync(
            "sops", [.. arguments.EnumerateArray().Select(word => word.GetString()!)], host, TestContext.Current.CancellationToken);
        return (exit, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    private void Install(string program)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "bin"));
        var path = Path.Combine(_folder.Path, "bin", program);
        File.Copy(Path.Combine(Folder, program), path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Unwrapped(string report) =>
        string.Join(' ', report.Split([' ', '\n', '|'], StringSplitOptions.RemoveEmptyEntries));

    private static string Received(List<JsonElement> transcript)
    {
        var steps = transcript.Where(step => step.Text("dir") == "in" && step.TryGetProperty("type", out _)).Select(Written);

        // The recording leaves out the answer to an error.
        return string.Concat(steps) + (transcript.Count > 0 && transcript[^1].Text("type") == "error" ? "-> ok\n\n" : "");
    }

    private static string Written(JsonElement step)
    {
        if (step.Text("raw") is { } raw)
        {
            return raw;
        }

        var text = new StringBuilder("-> " + string.Join(' ', step.GetProperty("args")
            .EnumerateArray()
            .Select(word => word.GetString())
            .Prepend(step.Text("type"))));
        var body = step.Text("body")!;
        for (var at = 0; at <= body.Length; at += 64)
        {
            text.Append('\n').Append(body, at, Math.Min(64, body.Length - at));
        }

        return text.Append('\n').ToString();
    }
}
