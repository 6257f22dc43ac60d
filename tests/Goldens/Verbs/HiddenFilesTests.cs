using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// Encrypted files whose metadata are spelled as no tool writes them, though every reader takes them, or so
/// that no reader does. A run over the folder handles them or fails by their name; it never passes them over.
/// </summary>
public sealed class HiddenFilesTests
{
    private static readonly string[] Verbs = ["rotate", "updatekeys -y", "filestatus", "groups list"];

    // Name, the plaintext, what happens to the encrypted text.
    private static readonly Dictionary<string, (string Name, string Plain, Func<string, string> Spell)> Readable = new()
    {
        ["a blank behind the key"] = Yaml("sops:", "sops :"),
        ["an escape in the key"] = Yaml("sops:", "\"s\\x6fps\":"),
        ["a unicode escape in the key"] = Yaml("sops:", "\"\\u0073\\U0000006fps\":"),
        ["an escaped line break in the key"] = Yaml("sops:", "? \"so\\\n  ps\"\n:"),
        ["a quoted key"] = Yaml("sops:", "'sops' :"),
        ["a tag"] = Yaml("sops:", "!!str sops:"),
        ["a long tag"] = Yaml("sops:", "!<tag:yaml.org,2002:str> sops:"),
        ["a base64 key"] = Yaml("sops:", "!!binary c29wcw==:"),
        ["an anchor"] = Yaml("sops:", "&x sops:"),
        ["an alias as the key"] = (
            "s.yaml",
            "a_unencrypted: sops\nb: c\n",
            text => text.Replace(": sops", ": &k sops", StringComparison.Ordinal).Replace("\nsops:", "\n*k :", StringComparison.Ordinal)),
        ["an explicit key"] = Yaml("sops:", "? sops\n:"),
        ["metadata behind an anchor"] = Yaml("sops:", "sops: &meta"),
        ["an indented document"] = ("s.yaml", "a: b\n", text => string.Concat(text.TrimEnd('\n')
            .Split('\n')
            .Select(line => "   " + line + "\n"))),
        ["a byte order mark"] = ("s.yaml", "a: b\n", text => "\uFEFF" + text),
        ["CRLF"] = ("s.yaml", "a: b\n", text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["a document start"] = ("s.yaml", "a: b\n", text => "%YAML 1.1\n---\n" + text),
        ["metadata first"] = (
            "s.yaml",
            "a: b\n",
            text => text[text.IndexOf("sops:", StringComparison.Ordinal)..] + text[..text.IndexOf("sops:", StringComparison.Ordinal)]),
        ["escaped values"] = (
            "s.yaml",
            "a: b\n",
            text => Regex.Replace(text, "ENC\\[([^]]*)\\]", "\"\\x45NC[$1]\"").Replace("sops:", "\"s\\x6fps\":", StringComparison.Ordinal)),
        ["an escape in JSON"] = ("s.json", "{\"a\": \"b\"}", text => text.Replace("\"sops\"", "\"s\\u006fps\"", StringComparison.Ordinal)),
        ["escaped values in JSON"] = (
            "s.json",
            "{\"a\": \"b\"}",
            text =>
                text.Replace("\"sops\"", "\"\\u0073ops\"", StringComparison.Ordinal)
                    .Replace("ENC[", "\\u0045NC[", StringComparison.Ordinal)),
        ["JSON on one line"] = ("s.json", "{\"a\": \"b\"}", text => Regex.Replace(text, "\n\\s*", "")),
        ["JSON named YAML"] = ("s.yaml", "a: b\n", text => text),
        ["an escape in a binary file"] = ("s.bin", "x\n", text => text.Replace("\"sops\"", "\"\\u0073ops\"", StringComparison.Ordinal)),
        ["blanks before a binary file"] = ("s.bin", "x\n", text => new string('\n', 9000) + text),
        ["YAML under another name"] = ("s.yaml", "a: b\n", text => text),
        ["CRLF in INI"] = ("s.ini", "[a]\nb = c\n", text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["a byte order mark in INI"] = ("s.ini", "[a]\nb = c\n", text => "\uFEFF" + text),
        ["an indented section"] = ("s.ini", "[a]\nb = c\n", text => text.Replace("[sops]", "  [sops] ; x", StringComparison.Ordinal)),
        ["quoted keys in INI"] = ("s.ini", "[a]\nb = c\n", text => Regex.Replace(text, "(?m)^lastmodified +=", "\"lastmodified\" =")),
        ["a NUL byte"] = ("s.env", "A=b\n", text => "#\0\n" + text),
    };

    private static readonly Dictionary<string, (string Name, string Plain, Func<string, string> Spell)> Unreadable = new()
    {
        ["exported keys"] = ("s.env", "A=b\n", text => Regex.Replace(text, "(?m)^sops_", "export sops_")),
        ["indented keys"] = ("s.env", "A=b\n", text => Regex.Replace(text, "(?m)^sops_", " sops_")),
        ["keys before blanks"] = ("s.env", "A=b\n", text => Regex.Replace(text, "(?m)^sops_([a-z_0-9]*)=", "SOPS_$1 =")),
        ["CRLF in dotenv"] = ("s.env", "A=b\n", text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["a blank in the section's name"] = ("s.ini", "[a]\nb = c\n", text => text.Replace("[sops]", "[ sops ]", StringComparison.Ordinal)),
        ["no metadata"] = ("s.yaml", "a: b\n", text => text[..text.IndexOf("sops:", StringComparison.Ordinal)]),
        ["metadata under another key"] = Yaml("sops:", "Sops:"),
        ["metadata in the second document"] = ("s.yaml", "a: b\n", text => "b: c\n---\n" + text),
        ["metadata in a list"] = (
            "s.yaml", "a: b\n", text => "list:\n- " + text.TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal) + "\n"),
        ["metadata that are a list"] = Yaml("sops:", "sops: []\nother:"),
        ["metadata without a time"] = ("s.yaml", "a: b\n", text => Regex.Replace(text, "lastmodified: .*", "x: y")),
        ["metadata twice"] = ("s.yaml", "a: b\n", text => text + "sops: {mac: a}\n"),
        ["a conflict"] = ("s.yaml", "a: b\n", text => "<<<<<<< ours\n" + text + "=======\n>>>>>>> theirs\n"),
        ["a tab"] = ("s.yaml", "a: b\n", text => "\tx: y\n" + text),
        ["half a JSON file"] = ("s.json", "{\"a\": \"b\"}", text => text[..^4]),
        ["half a binary file"] = ("s.bin", "x\n", text => text[..^4]),
        ["nesting beyond the limit"] = ("s.yaml", "a: b\n", text => "n: " + new string('[', 1200) + new string(']', 1200) + "\n" + text),
    };

    // What mentions ciphertext and is no encrypted file.
    private static readonly (string Name, string Text)[] Mentions =
    [
        ("README.md", "# Use\n\n```yaml\n{0}```\n"),
        ("code.cs", "var text = @\"\n{0}\";\n"),
        ("notes.txt", "{0}"[..0] + "a value is ENC[AES256_GCM,data:...,type:str]\nsops: and lastmodified\n"),
        ("sample.yaml", "# password: ENC[AES256_GCM,data:abcd,iv:abcd,tag:abcd,type:str]\npassword: " +
            "ENC[AES256_GCM,data:...,iv:...,tag:...,type:str]\nsops: {{enabled: true}}\n"),
        ("config.yaml", "data:\n  secrets.yaml: |\n{1}"),
        ("plain.yaml", "sops: text\na: lastmodified\n"),
        ("values.yaml", "sops:\n  enabled: true\n  image: x\n"),
        ("template.yaml", "{{{{ if .Values.sops }}}}\nsops:\n  lastmodified: {{{{ .Values.x }}}}\n"),
        ("broken.json", "{{\"sops\": "),
        (".env", "sops_enabled=1\nEXAMPLE=ENC[AES256_GCM,data:...]\n"),
    ];

    public static IEnumerable<TheoryDataRow<string>> ReadableNames => Readable.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> UnreadableNames => Unreadable.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(ReadableNames))]
    public async Task However_metadata_are_spelled_the_file_is_handled(string spelling)
    {
        using var run = await SpelledAsync(Readable[spelling], spelling);
        var name = Directory.GetFiles(run.Path, "s*").Select(Path.GetFileName).Single()!;
        var spelled = File.ReadAllBytes(run.File(name));
        foreach (var verb in Verbs)
        {
            File.WriteAllBytes(run.File(name), spelled);
            var result = await run.RunAsync([.. verb.Split(' '), "."]);
            Assert.True(result.Exit == 0, $"{verb}: {result.ErrorText}");
            Assert.Contains(
                verb[0] == 'u' ? "1 file up to date" : name + ":", result.OutputText + result.ErrorText, StringComparison.Ordinal);
            Assert.Equal(verb != "rotate", spelled.SequenceEqual(File.ReadAllBytes(run.File(name))));
        }

        File.WriteAllBytes(run.File(name), spelled);
        var check = await run.RunAsync("check", "--verify", "--require-keys", "--skip", "plaintext-file");
        Assert.Contains("1 encrypted, 1 verified", check.ErrorText, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(UnreadableNames))]
    public async Task What_no_reader_takes_fails_the_run_by_name(string spelling)
    {
        using var run = await SpelledAsync(Unreadable[spelling], spelling);
        var name = Directory.GetFiles(run.Path, "s*").Select(Path.GetFileName).Single()!;
        run.Write("good.yaml", "a: b\n");
        Assert.Equal(0, (await run.RunAsync("enc", "good.yaml")).Exit);
        var before = File.ReadAllBytes(run.File(name));
        var good = run.Read("good.yaml");
        foreach (var verb in Verbs)
        {
            var result = await run.RunAsync([.. verb.Split(' '), "."]);
            Assert.True(result.Exit != 0, $"{verb}: {result.OutputText}{result.ErrorText}");
            Assert.Contains(name + ":", result.ErrorText, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(run.File(name)));
        Assert.NotEqual(good, run.Read("good.yaml"));
        var check = await run.RunAsync("check", "--output", "json");
        Assert.Equal(2, check.Exit);
        Assert.Contains($"\"path\": \"{name}\"", check.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_only_mention_ciphertext_fail_no_run()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: b\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        var text = run.Read("s.yaml");
        foreach (var (name, form) in Mentions)
        {
            run.Write(
                name,
                string.Format(
                    System.Globalization.CultureInfo.InvariantCulture,
                    form,
                    text,
                    text.Replace("\n", "\n    ", StringComparison.Ordinal).Insert(0, "    ")));
        }

        foreach (var verb in Verbs)
        {
            var result = await run.RunAsync([.. verb.Split(' '), "."]);
            Assert.True(result.Exit == 0, $"{verb}: {result.ErrorText}");
        }

        var check = await run.RunAsync("check");
        Assert.True(check.Exit == 0, check.OutputText);
        Assert.Contains(" 1 encrypted", check.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_fails_the_run()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: b\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);

        // Deeper than a path may be long, which stops the superuser, too.
        await ShellAsync(run, "p=$(printf '%0240d/%.0s' $(seq 20)); mkdir -p \"deep/$p\" \"more/$p\" && mv more \"deep/$p\"");
        try
        {
            foreach (var verb in Verbs)
            {
                var result = await run.RunAsync([.. verb.Split(' '), "."]);
                Assert.NotEqual(0, result.Exit);
                Assert.Contains("/: the folder cannot be read", result.ErrorText, StringComparison.Ordinal);
                Assert.Contains(
                    verb[0] == 'u' ? "1 file up to date" : "s.yaml: ", result.OutputText + result.ErrorText, StringComparison.Ordinal);
            }

            Assert.Contains("unreadable-file", (await run.RunAsync("check", "-o", "json")).OutputText, StringComparison.Ordinal);
        }
        finally
        {
            await ShellAsync(run, "rm -rf deep");
        }
    }

    private static async Task ShellAsync(VerbRun run, string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = run.Path })!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    private static (string Name, string Plain, Func<string, string> Spell) Yaml(string before, string after) =>
        ("s.yaml", "a: b\n", text => text.Replace(before, after, StringComparison.Ordinal));

    private static async Task<VerbRun> SpelledAsync((string Name, string Plain, Func<string, string> Spell) spelled, string spelling)
    {
        var run = new VerbRun().WithKey();
        var name = spelling == "JSON named YAML" ? "s.json" : spelled.Name;
        run.Write(name, spelling == "JSON named YAML" ? "{\"a\": \"b\"}" : spelled.Plain);
        Assert.Equal(0, (await run.RunAsync("enc", name)).Exit);
        var text = spelled.Spell(run.Read(name));
        File.Delete(run.File(name));
        File.WriteAllBytes(run.File(spelling == "YAML under another name" ? "s" : spelled.Name), Encoding.UTF8.GetBytes(text));
        return run;
    }
}
