using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts.Hints;

/// <summary>
/// What a newcomer breaks, and what our own verbs say behind Helm's message: the next step. The
/// drop-in says Helm's message and nothing else unless a person sits there.
/// </summary>
public sealed class HintTests
{
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels:\n    {{- include " +
        "\"c.labels\" . | nindent 4 }}\nspec:\n  replicas: {{ .Values.replicas }}\n";

    /// <summary>The file that is broken, its content, the hint.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { "c/templates/t.yaml", "{{ .Values.imag.tag }}", ".Values.imag is not set; did you mean .Values.image?" },
        { "c/templates/t.yaml", "{{ .Values.image.digest.algorithm }}",
            ".Values.image.digest is not set: give it a value, or write (.Values.image.digest).algorithm, which is empty then" },
        { "c/templates/t.yaml", "{{ .Value.image.tag }}", "did you mean .Values?" },
        { "c/templates/t.yaml", "{{ range .Values.hosts }}{{ .Values.image }}{{ end }}",
            "is this inside range, with or define? There the dot is another: write $.Values.image" },
        { "c/templates/t.yaml", "{{ toYml .Values }}", "did you mean toYaml?" },
        { "c/templates/t.yaml", "{{ replicas }}",
            "templates have no function replicas; a value is .Values.replicas, a variable $replicas; or is a }} missing above?" },
        { "c/templates/t.yaml", "{{ include \"c.lables\" . }}", "did you mean \"c.labels\"?" },
        { "c/templates/t.yaml", "{{ if .Values.on }}\na: 1\n", "an if, with, range, block or define of this file has no {{ end }}" },
        { "c/templates/t.yaml", "{{ if .Values.on }}\na: 1\n{{ end }}{{ end }}",
            "there is one {{ end }} more than if, with, range, block and define" },
        { "c/templates/t.yaml", "a: {{ .Values.image\nb: 1\n",
            "templates have no function b; a value is .Values.b, a variable $b; or is a }} missing above?" },
        { "c/templates/t.yaml", "a: {{ \"x }}\nb: 1\n", "a {{ or a quote that begins on this line does not end on it" },
        { "c/templates/t.yaml", "a:\n  b: 1\n c: 2\n", "line 2 of what it renders to: the line or one above it is indented unlike its " +
            "neighbours: check nindent, indent and {{-; --debug prints it" },
        { "c/templates/t.yaml", "a: {{- \" b: 1\" }}\n", "what it renders to: two keys came to stand on one line, or a text with a " +
            "colon has no quotes: check {{- and -}}, nindent and quote; --debug prints it" },
        { "c/templates/t.yaml", "a:\n\tb: 1\n", "line 2 of what it renders to: YAML is not indented with tabs, and a text that begins " +
            "with @, ` or % has to be quoted; --debug prints it" },
        { "c/templates/t.yaml", "kind: A\nmetadata:\n  annotations:\n    a: 1\n    b: [1]\n", "what it renders to: a field holds " +
            "something else than Kubernetes takes there: annotations and labels are texts, so numbers and truth values need quote; " +
            "--debug prints it" },
        { "c/templates/t.yaml", "{{ if eq .Values.replicas 1 }}{{ end }}",
            "numbers of values files are floating point: compare (int .Values.x) with 1, or (toString .Values.x) with \"1\"" },
        { "c/templates/t.yaml", "{{ .Values.replicas | trim }}", "a number, a truth value or a table was given where a text is needed: " +
            "quote it in the values, or convert it (toString, toYaml)" },
        { "v.yaml", "a: b: c\n", "a value with ': ' in it has to be quoted, and keys of one table stand in one column" },
        { "v.yaml", "a:\n\tb: 1\n", "YAML is not indented with tabs, and a value that begins with @, ` or % has to be quoted" },
        { "v.yaml", "- a\n- b\n", "a values file holds keys with values, as 'replicaCount: 2'" },
        { "c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\ntype: library\n",
            "a library only holds templates for others: render a chart that has it among its dependencies" },
        { "c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\nkubeVersion: '>=9.0.0'\n",
            "--kube-version names the version of the cluster" },
        { "c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {name: redis, version: 1.0.0}\n", "put them there as folders or archives, or take them out of dependencies in Chart.yaml; 'secretskit helm dependency list CHART' shows which are there" },
        { "c/values.schema.json", "{\"properties\": {\"replicas\": {\"type\": \"string\"}}}",
            "the chart's values.schema.json says what is allowed; --skip-schema-validation renders nevertheless" },
    };

    /// <summary>Words of the command line, the hint.</summary>
    public static TheoryData<string, string> Words => new()
    {
        { "template r c -f valuse.yaml", "did you mean values.yaml?" },
        { "template r c -f nowhere/x.yaml", "paths count from " },
        { "template r d", "there is no folder or archive d here; did you mean c?" },
        { "template r ./chart", "there is no folder or archive ./chart here; did you mean ./chart2?" },
        { "template r bitnami/redis", "there is no folder or archive bitnami/redis in " },
        { "template c ./chart", "there is no folder or archive ./chart here; did you mean ./chart2?" },
        { "template c r", "the name of the release comes first: r c" },
        { "template r c/templates", "the chart is further up: c" },
        { "template r .", "did you mean ./c?" },
        { "template r values.yaml", "name the folder of the chart, or a .tgz made of it; values files go behind -f" },
        { "template r c --valuess v.yaml", "did you mean --values?" },
        { "template r c --set a", "write --set KEY=VALUE; a comma in a value is written \\," },
        { "template r c --set a[x]=1", "write --set a.b=VALUE or a.b[0]=VALUE; quote the whole for your shell" },
        { "template Web c", "lower-case letters, digits and dashes, at most 53" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Behind_a_failure_of_a_chart_stands_the_next_step(string file, string content, string hint)
    {
        using var run = Chart();
        run.Write(file, content);
        string[] words = file == "v.yaml" ? ["r", "c", "-f", "v.yaml"] : ["r", "c"];
        var dropIn = await run.RunAsync(["helm", "template", .. words]);
        var own = await run.RunAsync(["template", .. words]);
        Assert.Equal((1, dropIn.OutputText, dropIn.ErrorText + $"hint: {hint}\n"), (own.Exit, own.OutputText, own.ErrorText));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Behind_a_wrong_word_stands_what_was_probably_meant(string words, string hint)
    {
        using var run = Chart();
        run.Write("chart2/Chart.yaml", "apiVersion: v2\nname: chart2\nversion: 1.0.0\n");
        var own = await run.RunAsync(words.Split(' '));
        var dropIn = await run.RunAsync(["helm", .. words.Split(' ')]);
        Assert.Equal(1, own.Exit);
        Assert.StartsWith(dropIn.ErrorText + "hint: " + hint, own.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("hint: ", dropIn.ErrorText, StringComparison.Ordinal);
    }

    /// <summary>P-075.</summary>
    [Fact]
    public async Task P_075_Values_that_do_not_decrypt_end_in_what_to_do()
    {
        using var run = Chart().WithKey();
        run.Write("s.yaml", $"replicas: 3\nother: {VerbRun.Canary}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        run.Write(
            "damaged.yaml",
            run.Read("s.yaml").Replace("replicas: ENC[AES256_GCM,data:", "replicas: ENC[AES256_GCM,data:AAAA", StringComparison.Ordinal));
        var damaged = await run.RunAsync("template", "r", "c", "-f", "damaged.yaml");
        Assert.Equal((1, ""), (damaged.Exit, damaged.OutputText));
        Assert.StartsWith("Error: damaged.yaml: ", damaged.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith("hint: an encrypted value was changed or moved to another key; compare the file with an earlier version (git " +
            "log -p -- damaged.yaml)\n", damaged.ErrorText, StringComparison.Ordinal);
        run.Variables.Remove("SOPS_AGE_KEY");
        var locked = await run.RunAsync("template", "r", "c", "-f", "s.yaml");
        Assert.Equal((1, ""), (locked.Exit, locked.OutputText));

        // One error and one next step. The drop-in has no hint; what sops says at length comes with the scheme of helm-secrets.
        var lines = locked.ErrorText.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(
            "Error: s.yaml: none of the keys at hand opens this file; it is encrypted for age1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "hint: set SOPS_AGE_KEY_FILE to the file with the private key of one of these recipients", lines[1], StringComparison.Ordinal);
        run.Variables["SOPS_AGE_KEY_FILE"] = "/nowhere/keys.txt";
        Assert.EndsWith(
            "\nhint: SOPS_AGE_KEY_FILE names /nowhere/keys.txt, which does not exist; 'secretskit doctor' shows all places where keys are "
                + "looked for\n",
            (await run.RunAsync("template", "r", "c", "-f", "s.yaml")).ErrorText,
            StringComparison.Ordinal);
        run.Variables.Remove("SOPS_AGE_KEY_FILE");
        var dropIn = await run.RunAsync("helm", "template", "r", "c", "-f", "s.yaml");
        Assert.Equal(lines[0] + "\n", dropIn.ErrorText);
        dropIn = await run.RunAsync("helm", "template", "r", "c", "-f", "secrets://s.yaml");
        Assert.StartsWith(
            "Error: Failed to get the data key required to decrypt the SOPS file.\n\nGroup 0: FAILED\n",
            dropIn.ErrorText,
            StringComparison.Ordinal);
        Assert.DoesNotContain("hint: ", dropIn.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_the_drop_in_shows_hints_too()
    {
        using var run = Chart(new VerbRun { OnTerminal = true });
        Assert.EndsWith(
            "hint: did you mean values.yaml?\n",
            (await run.RunAsync("helm", "template", "r", "c", "-f", "valuse.yaml")).ErrorText,
            StringComparison.Ordinal);
    }

    /// <summary>P-147.</summary>
    [Fact]
    public async Task P_147_Lint_tells_hints_behind_its_report_and_repeats_none()
    {
        using var run = Chart();
        run.Write("c/templates/t.yaml", "{{ toYml .Values }}");
        run.Write("d/Chart.yaml", run.Read("c/Chart.yaml").Replace("name: c", "name: d", StringComparison.Ordinal));
        run.Write("d/templates/t.yaml", "{{ toYml .Values }}");
        var own = await run.RunAsync("lint", "c", "d");
        Assert.Equal(1, own.Exit);
        Assert.Equal("hint: did you mean toYaml?\nError: 2 chart(s) linted, 2 chart(s) failed\n", own.ErrorText);
        Assert.Equal("Error: 2 chart(s) linted, 2 chart(s) failed\n", (await run.RunAsync("helm", "lint", "c", "d")).ErrorText);
    }

    [Fact]
    public async Task Template_gives_advice_on_request_and_leaves_its_output_alone()
    {
        using var run = Chart();
        run.Write("v.yaml", "replica: 3\ndb: {password: " + VerbRun.Canary + "Xk29fLq8}\n");
        run.Write("c/templates/p.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: p\n    image: " +
            "nginx:latest\n    args: [{{ randAlpha 4 }}]\n");
        var plain = await run.RunAsync("template", "r", "c", "-f", "v.yaml", "-s", "templates/t.yaml");
        var advised = await run.RunAsync("template", "r", "c", "-f", "v.yaml", "-s", "templates/t.yaml", "--advise");
        Assert.Equal((0, plain.OutputText), (advised.Exit, advised.OutputText));
        Assert.Equal("", plain.ErrorText);
        var lines = advised.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("[WARNING] c/templates/p.yaml: K-110: image \"nginx:latest\" has the tag latest, which moves", lines);
        Assert.Contains(
            lines,
            line => line.StartsWith(
                "[WARNING] c/templates/p.yaml: K-120: the output changes with each rendering: line 9;", StringComparison.Ordinal));
        Assert.Contains("[WARNING] replica: unused: no template uses this value; the chart knows replicas", lines);
        Assert.Contains(lines, line => line.StartsWith("[WARNING] v.yaml:2: plaintext: ", StringComparison.Ordinal));
    }

    private static VerbRun Chart(VerbRun? run = null)
    {
        run ??= new();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", "replicas: 1\nimage:\n  tag: \"1\"\nhosts: [a]\non: true\n");
        run.Write("c/templates/_helpers.tpl", "{{ define \"c.labels\" }}app: c{{ end }}");
        run.Write("c/templates/t.yaml", Deployment);
        run.Write("values.yaml", "replicas: 2\n");
        return run;
    }
}
