using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Goldens.Charts;

/// <summary>
/// Values of encrypted files that go into a chart as the tree that was decrypted (<c>-f FILE</c>) are those
/// that the text gives (<c>secrets://FILE</c>, which writes the plaintext as sops does and reads it as Helm does).
/// </summary>
public sealed class ValuesHandoverTests
{
    private const string Everything =
        "{{ .Values | toYaml }}\n{{ range $k, $v := .Values }}{{ $k }} {{ kindOf $v }} {{ printf \"%v\" $v }}\n{{ end }}";

    public static TheoryData<string, string> Documents => new()
    {
        { "numbers.yaml", "a: 1\nb: -9223372036854775808\nc: 9007199254740993\nd: 1.50\ne: 1e3\nf: 0x1F\ng: 0o17\nh: 1_000\ni: 1e-7\nj: " +
            "123456789012345678\n" },
        { "infinite.yaml", "a: x\nb_unencrypted: [.5, 1.0]\n" },
        { "words.yaml", "a: \"yes\"\nb: 'no'\nc: \"1\"\nd: \"0o14\"\ne: \"1_000\"\nf: \"12:30:45\"\ng: \"~\"\nh: ''\ni: \"null\"\nj: " +
            "\"=\"\nk: \"2001-12-14\"\nl: \"0b1\"\nm: \"1e3\"\nn: \".inf\"\n" },
        { "more-words.yaml", "a: on\nb: Off\nc: y\nd: N\ne: \"<<\"\nf: \"- a\"\ng: \"a: b\"\nh: \"# c\"\ni: \" x \"\nj: \"a\\tb\"\nk: " +
            "\"\\u0007\"\nl: \"a\\u2028b\"\nm: \"*a\"\nn: \"&a\"\no: \"!a\"\n" },
        { "blocks.yaml",
            "a: |\n    one\n    two\nb: >-\n    folded\n    text\nc: |+\n    kept\n\nd: \"a\\n\\nb\\n\"\ne: \"\\n\"\nf: \" a\\nb\"\n" },
        { "nested.yaml", "a:\n    b: [1, {c: d}, [], {}]\n    e: null\nf: [~, true, false, \"true\"]\n\"1\": one\n\"true\": two\n" },
        { "comments.yaml", "# head\na: # to a\n    # inside\n    b: 1 # behind\nc:\n    # first\n    - 1\n    # last\n" },
        { "moments.yaml", "a: 2001-12-14t21:59:43.10-05:00\nb: 2001-12-14\nc: x\n" },
        { "aliases.yaml", "a: &x {b: 1}\nc: *x\n" },
        { "several.yaml", "a: 1\nb: {c: 1, d: 2}\n---\na: 2\nb: {c: 3}\n" },
        { "values.json", "{\"a\": 1, \"b\": 1.5, \"c\": \"x\", \"d\": [null, true], \"e\": {}, \"f\": \"1\", \"g\": 1e2}\n" },
        { "empty.yaml", "{}\n" },
        { "edit", "a: 1\n" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Trees_and_texts_give_the_same_values(string name, string text)
    {
        using var run = new VerbRun().WithKey();
        run.Write(name, text);
        Assert.Equal(
            0, (await run.RunAsync("enc", "--input-type", name.EndsWith(".json", StringComparison.Ordinal) ? "json" : "yaml", name)).Exit);
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/templates/NOTES.txt", Everything);
        run.Write("c/templates/t.yaml", "text: {{ tpl \"" + Everything.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "\" . | quote }}\n");
        foreach (var program in (string[])["helm", "helm3"])
        {
            var tree = await run.RunAsync(program, "template", "r", "c", "-f", name);
            var read = await run.RunAsync(program, "template", "r", "c", "-f", "secrets://" + name);
            Assert.Equal((0, "", ""), (tree.Exit, tree.ErrorText, read.ErrorText));
            Assert.Equal(read.OutputText, tree.OutputText);
            Assert.Contains("text: ", tree.OutputText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_passphrase_is_asked_for_once_for_all_files_of_a_run()
    {
        var person = new CountingPrompt();
        using var run = new VerbRun { Prompt = person }.WithKey();
        foreach (var name in (string[])["one", "two", "three"])
        {
            run.Write($"{name}.yaml", $"{name}: value of {name}\n");
            Assert.Equal(0, (await run.RunAsync("enc", $"{name}.yaml")).Exit);
        }

        await ProtectAsync(run.File("id.age"), run.Variables["SOPS_AGE_KEY"]);
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Variables["SOPS_AGE_KEY_FILE"] = run.File("id.age");
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/templates/t.yaml", "a: {{ .Values.one }}, {{ .Values.two }}, {{ .Values.three }}\n");
        foreach (var words in (string[][])[
            ["template", "r", "c", "-f", "one.yaml", "-f", "two.yaml", "-f", "three.yaml"],
            ["helm", "template", "r", "c", "-f", "secrets://one.yaml", "-f", "two.yaml", "--values", "three.yaml"],
            ["secrets", "template", "r", "c", "-f", "one.yaml", "-f", "two.yaml", "-f", "three.yaml"],
            ["rotate", "one.yaml", "two.yaml", "three.yaml"],
            ["dec", "one.yaml", "two.yaml", "three.yaml"],
            ["check", "--verify", "."]])
        {
            var before = person.Count;
            var result = await run.RunAsync(words);
            Assert.Equal((words[0], 1), (words[0], person.Count - before));
            Assert.Equal((words[0], 0), (words[0], result.Exit));
            if (words.Contains("template"))
            {
                Assert.Contains("a: value of one, value of two, value of three", result.OutputText, StringComparison.Ordinal);
            }
        }
    }

    private static async Task ProtectAsync(string path, string identity)
    {
        using var passphrase = new SecretBytes(CountingPrompt.Passphrase.ToArray());
        var file = await AgeFile.EncryptAsync(
            System.Text.Encoding.ASCII.GetBytes(identity + "\n"), [new ScryptRecipient(passphrase, workFactor: 4)], AgeEncoding.Armor,
            RandomSource.System, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
    }

    private sealed class CountingPrompt : IPassphrasePrompt
    {
        public static ReadOnlySpan<byte> Passphrase => "handover-passphrase"u8;

        public int Count { get; private set; }

        public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken)
        {
            Count++;
            return new(new SecretBytes(Passphrase.ToArray()));
        }
    }
}
