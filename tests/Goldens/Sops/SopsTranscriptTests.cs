using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Sops;

/// <summary>Whole command lines: exit code, both streams and the files that changed.</summary>
public sealed class SopsTranscriptTests(GoldenKeys keys)
{
    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("sops/cli", "transcripts.jsonl");

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("sops/cli");

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Runs_as_sops_does(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        using var folder = new CaseFolder();
        using var temporary = new CaseFolder(parent: "/dev/shm");
        foreach (var (name, content) in row["files"]!.AsObject())
        {
            WriteInput(folder, name, content!.AsObject());
        }

        var before = Snapshot(folder.Path);
        var run = new SopsRun(keys, folder.Path);
        await using var server = row["server"] is { } serving
            ? await KeyServerRun.StartAsync(run, folder, Words(serving["argv"]!), Words(serving["identities"]!))
            : null;
        var input = row["stdin"] is JsonObject stdin ? Content(stdin) : null;
        var prompt = new TypedPrompt(row["tty"] is { } typed ? Words(typed) : []);
        var result = await run.RunAsync(
            Words(row["argv"]!), Words(row["identities"]!), [.. Variables(row), .. Temporary(temporary)], input, prompt: prompt);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
        if (row["tty"] is not null)
        {
            CheckTerminal(row, prompt, result);
            return;
        }

        if (server is not null)
        {
            // The server's socket lies in the folder of the case, and goes with it.
            await server.StopAsync();
        }

        var changed = Changes(before, Snapshot(folder.Path));

        var error = row["stderr"]!.GetValue<string>();
        if (error.Contains("<TRACE>", StringComparison.Ordinal))
        {
            // The reference crashed: ours fails cleanly and writes nothing.
            Assert.NotEqual(0, result.Exit);
            Assert.Empty(result.Output);
            Assert.Empty(changed);
            return;
        }

        Assert.Equal(Masks.WithoutPlaintext(error), Masks.Apply(result.ErrorText, folder.Path));
        Assert.Equal(row["exit"]!.GetValue<int>(), result.Exit);
        Assert.Equal(Masks.Text(SopsRows.Bytes(row["stdout"])), Masks.Apply(result.OutputText, folder.Path, temporary.Path));
        var expected = row["after"]!.AsObject();
        Assert.Equal(expected.Select(pair => pair.Key).Order(), changed.Keys.Order());
        foreach (var (name, content) in expected)
        {
            Assert.Equal(
                content is null ? null : Masks.Text(SopsRows.Bytes(content)), changed[name] is { } bytes ? Masks.Apply(bytes) : null);
        }

        await CheckPlainAsync(row, folder, result);
        CheckKept(row, before, folder);
    });

    // The temporary directory is in memory here, so that it is also where ours puts plaintext that a command reads.
    private static IEnumerable<KeyValuePair<string, string>> Temporary(CaseFolder folder) =>
        [new("TMPDIR", folder.Path), new("XDG_RUNTIME_DIR", folder.Path)];

    private async Task CheckPlainAsync(JsonObject row, CaseFolder folder, SopsResult result)
    {
        // Elsewhere, so that the case's own configuration does not lay out the plaintext.
        using var elsewhere = new CaseFolder();
        var run = new SopsRun(keys, elsewhere.Path);
        foreach (var (name, plain) in row["plain"]?.AsObject() ?? [])
        {
            var path = name;
            if (name == "<stdout>")
            {
                path = "stdout" + Suffix(row, result.OutputText);
                await File.WriteAllBytesAsync(elsewhere.File(path), result.Output);
            }
            else
            {
                path = Path.GetFileName(name);
                File.Copy(folder.File(name), elsewhere.File(path));
            }

            // A file that a command wrote in another format than its name says.
            var words = Words(row["argv"]!);
            var given = Array.IndexOf(words, "--output-type") is >= 0 and var at && name != "<stdout>" ? words[at + 1] : null;
            string[] type = given is not null ? ["--input-type", given, "--output-type", given]
                : name == "<stdout>" || Path.GetExtension(name) is ".yaml" or ".json" or ".ini" or ".env"
                ? []
                : ["--input-type", "binary", "--output-type", "json"];
            var opened = await run.RunAsync(["decrypt", .. type, path], ["a1", "a2", "a3", "p1"]);
            if (plain is JsonObject failure && failure["exit"] is not null)
            {
                // Only the reference's bug with list comments makes its own output unreadable; ours opens it.
                Assert.Equal(0, opened.Exit);
                continue;
            }

            Assert.Equal((0, Masks.Text(SopsRows.Bytes(plain))), (opened.Exit, opened.OutputText));
        }
    }

    // The whole terminal: the prompt, which is erased after the answer, then both streams.
    private static void CheckTerminal(JsonObject row, TypedPrompt prompt, SopsResult result)
    {
        const string Erased = "\r\r\n\u001b[F\u001b[K";
        var expected = row["stdout"]!.GetValue<string>();
        Assert.Equal(expected[..expected.IndexOf(Erased, StringComparison.Ordinal)], Assert.Single(prompt.Asked));
        Assert.Equal(
            expected[(expected.IndexOf(Erased, StringComparison.Ordinal) + Erased.Length)..].ReplaceLineEndings("\n"),
            result.OutputText + result.ErrorText);
        Assert.Equal(row["exit"]!.GetValue<int>(), result.Exit);
    }

    private static string Suffix(JsonObject row, string output) =>
        output.StartsWith('{') ? ".json"
        : output.Contains("\nsops:\n", StringComparison.Ordinal) ? ".yaml"
        : output.Contains("[sops]", StringComparison.Ordinal) ? ".ini" : ".env";

    // How many ciphertexts and IVs of the old file the new one repeats: unchanged values must not move.
    private static void CheckKept(JsonObject row, Dictionary<string, byte[]> before, CaseFolder folder)
    {
        foreach (var (name, counts) in row["kept"]?.AsObject() ?? [])
        {
            var old = Values(before.TryGetValue(name, out var bytes) ? bytes : []).ToHashSet();
            var now = Values(File.ReadAllBytes(folder.File(name))).ToList();
            Assert.Equal(counts!["values"]!.GetValue<int>(), now.Count);
            Assert.Equal(counts["same_text"]!.GetValue<int>(), now.Count(old.Contains));
            var oldIvs = old.Select(Iv).ToHashSet();
            Assert.Equal(counts["same_iv"]!.GetValue<int>(), now.Count(value => oldIvs.Contains(Iv(value))));
        }
    }

    private static IEnumerable<string> Values(byte[] text) =>
        System.Text.RegularExpressions.Regex.Matches(Encoding.UTF8.GetString(text), @"ENC\[AES256_GCM,[^\]]*\]")
            .Select(match => match.Value);

    private static string Iv(string value) => value.Split(",iv:")[1].Split(',')[0];

    private static void WriteInput(CaseFolder folder, string name, JsonObject content)
    {
        var path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (content["directory"] is not null)
        {
            Directory.CreateDirectory(path);
            return;
        }

        File.WriteAllBytes(path, Content(content));
        if (content["executable"] is not null)
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }
    }

    private static byte[] Content(JsonObject content) => content["fixture"] is { } fixture
        ? File.ReadAllBytes(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", fixture.GetValue<string>()))
        : SopsRows.Bytes(content["text"]);

    private static Dictionary<string, byte[]> Snapshot(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);

    private static Dictionary<string, byte[]?> Changes(Dictionary<string, byte[]> before, Dictionary<string, byte[]> after)
    {
        var changes = new Dictionary<string, byte[]?>();
        foreach (
            var (name, bytes) in after.Where(pair => !before.TryGetValue(pair.Key, out var old) || !old.AsSpan().SequenceEqual(pair.Value)))
        {
            changes[name] = bytes;
        }

        foreach (var name in before.Keys.Except(after.Keys))
        {
            changes[name] = null;
        }

        return changes;
    }

    private static string[] Words(JsonNode words) => [.. words.AsArray().Select(word => word!.GetValue<string>())];

    private static IEnumerable<KeyValuePair<string, string>> Variables(JsonObject row) =>
        row["env"]?.AsObject().Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.GetValue<string>())) ?? [];
}
