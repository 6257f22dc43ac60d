namespace SecretsKit.Integration.Safety;

/// <summary>
/// Values of encrypted files are in the rendering that was asked for and nowhere else: every system call of the program and its children is
/// looked at, as for the sops verbs.
/// </summary>
public sealed class ChartCanaryTests : IDisposable
{
    private const string Secrets = "secrets.yaml";

    /// <summary>Templates that fail with a value at hand.</summary>
    private static readonly Dictionary<string, string> Broken = new()
    {
        ["fail"] = "{{ fail (print .Values.secret .Values.special) }}",
        ["quoted"] = "{{ fail (printf \"%q %#v\" .Values.special .Values) }}",
        ["encoded"] = "{{ fail (print (b64enc .Values.special) (printf \"%x\" .Values.second) (urlquery .Values.special)) }}",
        ["required"] = "{{ required .Values.secret .Values.absent }}",
        ["name of a template"] = "{{ include .Values.secret . }}",
        ["text of tpl"] = "{{ tpl (print \"{{ \" .Values.secret) . }}",
        ["pattern"] = "{{ mustRegexMatch (print .Values.secret \"(\") \"x\" }}",
        ["key"] = "{{ index .Values .Values.secret \"x\" }}",
        ["document"] = "a: {{ .Values.secret }}: {{ .Values.second }}",
        ["anchor"] = "a: *{{ .Values.secret }}",
        ["not a document"] = "{{ .Values.secret }}",
        ["kind"] = "apiVersion: v1\nkind: [{{ .Values.secret }}]\nmetadata: {name: {{ .Values.second }}}",
        ["budget"] = "{{ range until 1000000 }}{{ $_ := print $.Values.secret (repeat 1000 $.Values.special) }}{{ end }}",
    };

    private static readonly Dictionary<string, string> Schemas = new()
    {
        ["type"] = """{"type": "integer"}""",
        ["pattern"] = """{"pattern": "^[0-9]+$"}""",
        ["constant"] = """{"const": "other"}""",
        ["enumeration"] = """{"enum": ["some", "other"]}""",
        ["format"] = """{"format": "ipv4"}""",
        ["length"] = """{"maxLength": 3}""",
        ["alternatives"] = """{"oneOf": [{"const": "a"}, {"pattern": "^b"}]}""",
    };

    private readonly CanaryRun _canaries = new();

    public static IEnumerable<TheoryDataRow<string>> BrokenNames => Broken.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> SchemaNames => Schemas.Keys.Select(name => new TheoryDataRow<string>(name));

    private Workbench Bench => _canaries.Bench;

    public void Dispose() => _canaries.Dispose();

    /// <summary>P-075.</summary>
    [Theory]
    [InlineData("template", "r", "c", "-f", Secrets)]
    [InlineData("template", "r", "c", "-f", "secrets://" + Secrets)]
    [InlineData("template", "r", "c", "-f", Secrets, "--advise")]
    [InlineData("template", "r", "c", "-f", Secrets, "--show-only", "templates/secret.yaml")]
    [InlineData("template", "r", "c", "--set-file", "file=secrets://" + Secrets, "--set", "secret=x,second=y,special=z")]
    [InlineData("template", "r", "c", "-f", "secrets+age-import://../home/keys.txt?" + Secrets)]
    [InlineData("helm", "template", "r", "c", "-f", Secrets, "--debug")]
    [InlineData("helm", "template", "r", "c", "-f", "secrets://" + Secrets)]
    [InlineData("helm", "secrets", "template", "r", "c", "-f", Secrets)]
    [InlineData("secrets", "template", "r", "c", "-f", Secrets)]
    [InlineData("helm", "install", "r", "c", "-f", Secrets, "--dry-run=client")]
    public async Task A_rendering_holds_values_and_nothing_else_does(params string[] words)
    {
        await ChartAsync();
        var run = await _canaries.VerbAsync(new(OnOutput: true, Opens: Secrets), null, words);
        Assert.Contains(CanaryRun.Value, run.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lint", "c", "-f", Secrets)]
    [InlineData("lint", "c", "-f", Secrets, "--advise")]
    [InlineData("lint", "c", "-f", Secrets, "--strict", "--set-file", "file=" + Secrets)]
    [InlineData("helm", "lint", "c", "-f", "secrets://" + Secrets, "--debug")]
    [InlineData("helm", "secrets", "lint", "c", "-f", Secrets)]
    [InlineData("diff", "c", "-f", Secrets, "--set-b", "secret=another,mode=b")]
    [InlineData("diff", "c", "--values-a", "plain.yaml", "--values-b", Secrets)]
    [InlineData("diff", "c", "--values-a", "plain.yaml", "--values-b", Secrets, "--output", "markdown")]
    [InlineData("diff", "c", "--values-a", Secrets, "--values-b", "plain.yaml", "--output", "json")]
    public async Task A_check_and_a_comparison_show_nothing(params string[] words)
    {
        await ChartAsync();
        Bench.Write("plain.yaml", "secret: a\nsecond: b\nspecial: c\n");
        var run = await _canaries.VerbAsync(new(Opens: Secrets), null, words);
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public async Task A_folder_that_was_asked_for_holds_the_rendering_and_no_other_file_does()
    {
        await ChartAsync();
        await _canaries.VerbAsync(new(Folder: "out", Opens: Secrets), null, "template", "r", "c", "-f", Secrets, "--output-dir", "out");
        Assert.Contains(CanaryRun.Value, Bench.Read("out/c/templates/secret.yaml"), StringComparison.Ordinal);
        await _canaries.VerbAsync(
            new(Folder: "out", Opens: Secrets), null, "helm", "template", "r", "c", "-f", Secrets, "--output-dir", "out", "--release-name");
        await _canaries.VerbAsync(new(Folder: "out", Opens: Secrets), null, "diff", "out", "c", "-f", Secrets);
    }

    /// <summary>The manifests reach a post-renderer by pipe; neither they nor identities are among its arguments and variables.</summary>
    [Fact]
    public async Task A_post_renderer_gets_the_rendering_by_pipe_and_no_identity()
    {
        await ChartAsync();
        Bench.Set("SOPS_AGE_KEY", Bench.Identity.RevealText());
        Bench.Set("HELM_PLUGINS", Bench.FileAt("plugins"));
        Bench.Write("same", "#!/bin/sh\ncat\n", executable: true);
        Directory.CreateDirectory(Bench.FileAt("plugins/same"));
        Bench.Write("plugins/same/plugin.yaml", "apiVersion: v1\ntype: postrenderer/v1\nname: same\nversion: 0.1.0\nruntime: " +
            "subprocess\nruntimeConfig:\n  platformCommand:\n    - command: ${HELM_PLUGIN_DIR}/run.sh\n");
        Bench.Write("plugins/same/run.sh", "#!/bin/sh\ncat\n", executable: true);
        var allowed = new Allowed(OnOutput: true, ToPrograms: true, Opens: Secrets);
        foreach (
            var words in (
                string[][])[["template", "r", "c", "-f", Secrets, "--post-renderer", "same"],
                ["helm3", "template", "r", "c", "-f", Secrets, "--post-renderer", "./same"]])
        {
            if (words[0] == "helm3")
            {
                Bench.Set("SECRETSKIT_HELM", "3");
                words[0] = "helm";
            }

            var run = await _canaries.VerbAsync(allowed, null, words);
            Assert.Contains(CanaryRun.Value, run.OutputText, StringComparison.Ordinal);
        }

        // What it says is not shown when it succeeds, and cleared of values when it fails.
        Bench.Write("same", "#!/bin/sh\ntee /dev/stderr\n", executable: true);
        await _canaries.VerbAsync(allowed, null, "helm", "template", "r", "c", "-f", Secrets, "--post-renderer", "./same");
        Bench.Write("same", "#!/bin/sh\ncat >&2\nexit 3\n", executable: true);
        await _canaries.VerbAsync(
            new(Exit: 1, ToPrograms: true, Opens: Secrets), null, "helm", "template", "r", "c", "-f", Secrets, "--post-renderer", "./same");
    }

    /// <summary>P-075. With <c>--debug</c> the rendering that cannot be read is printed, as asked.</summary>
    [Theory, MemberData(nameof(BrokenNames))]
    public async Task A_template_that_fails_with_a_value_at_hand_shows_none(string name)
    {
        await ChartAsync();
        Bench.Write("c/templates/broken.yaml", Broken[name] + "\n");
        await _canaries.VerbAsync(new(Exit: 1, Opens: Secrets), null, "template", "r", "c", "-f", Secrets);
        await _canaries.VerbAsync(
            new(Exit: 1, OnOutput: true, Opens: Secrets), null, "helm", "template", "r", "c", "-f", "secrets://" + Secrets, "--debug");
        await _canaries.VerbAsync(new(Exit: 1, Opens: Secrets), null, "diff", "c", "-f", Secrets, "--set-b", "mode=b");
    }

    [Theory, MemberData(nameof(SchemaNames))]
    public async Task Values_that_do_not_fit_a_schema_are_not_quoted(string name)
    {
        await ChartAsync();
        Bench.Write("c/values.schema.json", $$"""{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"secret": {{Schemas[name]}}, "special": {{Schemas[name]}} } }""");
        foreach (
            var words in (
                string[][])[["template", "r", "c", "-f", Secrets], ["helm", "template", "r", "c", "-f", "secrets://" + Secrets],
                ["helm", "lint", "c", "-f", Secrets], ["lint", "c", "-f", Secrets]])
        {
            var run = await _canaries.VerbAsync(new(Exit: 1, Opens: Secrets), null, words);
            Assert.Contains("/secret", run.ErrorText + run.OutputText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Encrypted_values_that_are_no_values_are_refused_without_being_quoted()
    {
        await ChartAsync();
        await Bench.EncryptAsync("list.yaml", $"data: |-\n  - {CanaryRun.Value}\n  - *{CanaryRun.Second}\n");
        await _canaries.VerbAsync(
            new(Exit: 1, Opens: "list.yaml"),
            null,
            "template",
            "r",
            "c",
            "-f",
            "list.yaml",
            "--set",
            $"secret.x=1,secret[{CanaryRun.Second.Length}]=2");
        await Bench.EncryptAsync("text.bin", $"{CanaryRun.Value}: [\n{CanaryRun.Second}\n");
        await _canaries.VerbAsync(new(Exit: 1, Opens: "text.bin"), null, "template", "r", "c", "-f", "text.bin");
        await _canaries.VerbAsync(new(Exit: 1, Opens: "text.bin"), null, "helm", "template", "r", "c", "-f", "secrets://text.bin");
    }

    /// <summary>An imported PGP key lives in memory; the data key goes between the program and gpg alone.</summary>
    [Fact]
    public async Task An_imported_key_leaves_no_file()
    {
        await using (var gpg = await BenchGpg.StartAsync(Bench, "p1.secret"))
        {
            await ChartAsync("--pgp", gpg.Fingerprint);
        }

        File.Copy(
            Path.Combine(Testing.Checkout.Root, "tests", "Goldens", "testdata", "sops", "keys", "pgp", "p1.secret.asc"),
            Bench.FileAt("key.asc"));
        Bench.Set("SOPS_AGE_KEY_FILE", "/nowhere");
        var run = await Bench.RunAsync(NativeProgram.Path, "template", "r", "c", "-f", "secrets+gpg-import://key.asc?" + Secrets);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        Assert.Contains(CanaryRun.Value, run.OutputText, StringComparison.Ordinal);
        Bench.AssertNothingLeftOutside();
    }

    /// <summary>The checks above would see a leak: programs that leak are caught.</summary>
    [Theory]
    [InlineData("tee leak", "work:leak: value", "write to ")]
    [InlineData("gzip -c | tee leak >/dev/null; echo a: 1", "value compressed", "work:leak")]
    [InlineData("od -An -tx1 -v | tr -d ' \\n' >leak; echo a: 1", "value in hexadecimal", "work:leak")]
    [InlineData("M=$(cat | tr -d '\\0'); export M; sh -c true; echo a: 1", "execve to the system: value", "special value")]
    public async Task Leaks_would_be_seen(string program, string finding, string another)
    {
        await ChartAsync();
        Bench.Set("SECRETSKIT_HELM", "3");
        Bench.Write("leaky", $"#!/bin/sh\n{program}\n", executable: true);
        var allowed = new Allowed(OnOutput: true, ToPrograms: true, Opens: Secrets);
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => _canaries.VerbAsync(allowed, null, "helm", "template", "r", "c", "-f", Secrets, "--post-renderer", "./leaky"));
        Assert.Contains(finding, failure.Message, StringComparison.Ordinal);
        Assert.Contains(another, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>What keeps the program from a dump is its own doing: the limit reaches the post-renderer.</summary>
    [Fact]
    public async Task No_core_is_dumped_while_a_chart_is_rendered()
    {
        await ChartAsync();
        Bench.Set("SECRETSKIT_HELM", "3");
        Bench.Write("waits", "#!/bin/sh\nulimit -c >limit\necho $$ >started\nexec sleep 60\n", executable: true);
        var run = await Bench.RunAsync(
            "bash",
            "-c",
            $"ulimit -c unlimited; '{NativeProgram.Path}' helm template r c -f {Secrets} --post-renderer ./waits & until [ -s started " +
            "]; do sleep 0.02; done; " +
            "kill -ABRT $!; wait $!; echo $?; kill $(cat started); cat limit; ls | grep -c '^core'");
        Assert.Equal("134\nunlimited\n0\n", run.OutputText);
        Assert.DoesNotContain("core dumped", run.ErrorText, StringComparison.Ordinal);
    }

    private async Task ChartAsync(params string[] options)
    {
        Directory.CreateDirectory(Bench.FileAt("c/templates"));
        Bench.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        Bench.Write("c/values.yaml", "mode: a\nfile: \"\"\n");
        Bench.Write(
            "c/templates/secret.yaml",
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: {{ .Release.Name }}
            stringData:
              mode: {{ .Values.mode }}
              secret: {{ .Values.secret | quote }}
              special: {{ .Values.special | toJson }}
              file: {{ .Values.file | quote }}
            data:
              second: {{ .Values.second | b64enc }}
              special: {{ .Values.special | toString | b64enc }}
            """);
        Bench.Write("c/templates/NOTES.txt", "{{ .Values.secret }} is the password.\n");
        await Bench.EncryptAsync(Secrets, $"# {CanaryRun.Comment}\nsecret: {CanaryRun.Value}\nsecond: {CanaryRun.Second}\nspecial: " +
            $"'{CanaryRun.Special.Replace("'", "''", StringComparison.Ordinal)}'\n", options);
    }
}
