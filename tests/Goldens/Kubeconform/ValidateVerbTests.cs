using System.Globalization;
using System.Text.RegularExpressions;
using SecretsKit.Goldens.Charts;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Kubeconform;

/// <summary>P-151: a chart is checked against schemas straight from its rendering.</summary>
public sealed partial class ValidateVerbTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: "registry.example.com/web:1.0"}]}

        """;

    private const string Widgets = "schemas/crds/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json";

    [Fact]
    public async Task P_151_A_rendering_is_checked_strictly_with_a_summary()
    {
        using var run = Chart();
        var result = await run.RunAsync("validate", "c", "--strict", "--summary", "--verbose", "--schema-location", "schemas");
        Assert.Equal(
            "c/templates/d.yaml - Deployment web is valid\n"
            + "Summary: 1 resource found in 1 file - Valid: 1, Invalid: 0, Errors: 0, Skipped: 0\n",
            result.OutputText);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task What_does_not_fit_is_named_with_its_template_and_place()
    {
        using var run = Chart();
        var result = await run.RunAsync("validate", "c", "--schema-location", "schemas", "--set-string", "replicas=many");
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "c/templates/d.yaml - Deployment web is invalid: problem validating schema. Check JSON formatting: jsonschema validation ",
            result.OutputText, StringComparison.Ordinal);
        Assert.Contains(" - at '/spec/replicas': got string, want null or integer\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("junit")]
    [InlineData("tap")]
    [InlineData("pretty")]
    public async Task Decrypted_values_are_in_no_message_and_in_no_file(string form)
    {
        using var run = Chart();
        run.WithKey();
        run.Write("c/templates/w.yaml", """
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: "{{ .Values.password }}"}
            spec: {size: 2, color: "{{ .Values.password }}", code: "{{ .Values.password }}", email: "{{ .Values.password }}"}
            ---
            apiVersion: "{{ .Values.password }}/v1"
            kind: "K{{ .Values.password }}"
            metadata: {name: "n-{{ .Values.password }}"}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: twice}
            data: {"{{ .Values.password }}": a, "{{ .Values.password }}": b}

            """);
        run.Write("secrets.enc.yaml", $"password: {VerbRun.Canary}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.enc.yaml")).Exit);
        var before = Files(run);
        var result = await run.RunAsync(
            "validate", "c", "-f", "secrets.enc.yaml", "--strict", "--verbose", "--output", form, "--debug", "--schema-location", "schemas",
            "--schema-location", Widgets);
        Assert.Equal(1, result.Exit);
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
        Assert.Contains("the value does not match pattern", result.OutputText, StringComparison.Ordinal);
        Assert.Equal(before, Files(run));
    }

    [Fact]
    public async Task Kinds_that_were_decrypted_are_in_no_name_of_a_schema()
    {
        using var run = Chart();
        run.WithKey();
        run.Write("c/templates/d.yaml", "apiVersion: {{ .Values.group }}/v1\nkind: {{ .Values.kind }}\nmetadata: {name: x}\n");
        run.Write("schemas/correcthorse.json", "{\"required\": [\"spec\"]}");
        run.Write("secrets.enc.yaml", "kind: CorrectHorse\ngroup: BatteryStaple\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.enc.yaml")).Exit);
        var result = await run.RunAsync(
            "validate", "c", "-f", "secrets.enc.yaml", "--debug", "--schema-location", "schemas", "--schema-location",
            "schemas/{{ .ResourceKind }}.json");
        Assert.Equal(1, result.Exit);
        Assert.EndsWith(" - at '': missing property 'spec'\n", result.OutputText, StringComparison.Ordinal);
        foreach (var secret in (string[])["CorrectHorse", "BatteryStaple"])
        {
            Assert.DoesNotContain(secret, result.OutputText + result.ErrorText, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Values_of_plain_files_are_quoted_as_kubeconform_quotes_them()
    {
        using var run = Chart();
        run.Write("c/templates/d.yaml", "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n"
            + "spec: {size: 2, color: red, code: \"{{ .Values.code }}\"}\n");
        var result = await run.RunAsync("validate", "c", "--set", "code=ab-cd", "--schema-location", Widgets);
        Assert.Contains("'ab-cd' does not match pattern '^[A-Z]{2}-[0-9]+$'", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_are_those_of_kubeconform_on_what_template_prints()
    {
        using var run = Chart();
        run.Write("c/templates/e.yaml", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, "
            + "data: {n: 1}}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n---\n# nothing\n---\n"
            + "apiVersion: x.example.com/v1\nkind: Other\nmetadata: {name: o}\n");
        var rendered = await run.RunAsync("template", "c");
        var theirs = await run.RunWithInputAsync(
            rendered.OutputText, "kubeconform", "-schema-location", "schemas", "-verbose");
        var ours = await run.RunAsync("validate", "c", "--schema-location", "schemas", "--verbose");
        Assert.Equal(4, ours.OutputText.Count(letter => letter == '\n'));
        Assert.Equal(Unnamed(theirs.OutputText), Unnamed(ours.OutputText));
        Assert.Equal(theirs.Exit, ours.Exit);
    }

    [Fact]
    public async Task Nothing_is_fetched_unless_a_location_says_so()
    {
        using var run = Chart();
        var result = await run.RunAsync("validate", "c");
        Assert.Equal((64, ""), (result.Exit, result.OutputText));
        Assert.Equal(
            "secretskit: validate: it is not said where schemas are\nhint: --schema-location default fetches the public set, "
            + "--schema-location FOLDER reads one on disk\n",
            result.ErrorText);
    }

    [Fact]
    public async Task Resources_without_schema_fail_with_a_hint_or_are_skipped()
    {
        using var run = Chart();
        run.Write("c/templates/o.yaml", "apiVersion: x.example.com/v1\nkind: Other\nmetadata: {name: o}\n");
        var failed = await run.RunAsync("validate", "c", "--schema-location", "schemas");
        Assert.Equal((1, "c/templates/o.yaml - Other o failed validation: could not find schema for Other\n"),
            (failed.Exit, failed.OutputText));
        Assert.StartsWith("hint: no location has a schema for x.example.com/v1/Other: ", failed.ErrorText, StringComparison.Ordinal);
        var skipped = await run.RunAsync("validate", "c", "--schema-location", "schemas", "--ignore-missing-schemas");
        Assert.Equal((0, "", ""), (skipped.Exit, skipped.OutputText, skipped.ErrorText));
    }

    /// <summary>P-151: habits of kubeval.</summary>
    [Fact]
    public async Task P_151_Words_of_kubeval_work()
    {
        using var run = Chart();
        var result = await run.RunAsync(
            "validate", "c", "--set-string", "replicas=many", "--skip-kinds", "Secret,Deployment", "--kubernetes-version", "1.31.0",
            "--additional-schema-locations", "schemas");
        Assert.Equal((0, "", ""), (result.Exit, result.OutputText, result.ErrorText));
        var rejected = await run.RunAsync("validate", "c", "--reject-kinds", "apps/v1/Deployment", "--schema-location", "schemas");
        Assert.Equal(
            (1, "c/templates/d.yaml - Deployment web failed validation: prohibited resource kind Deployment\n"),
            (rejected.Exit, rejected.OutputText));
    }

    [Fact]
    public async Task Templates_and_schemas_are_of_one_version_unless_two_are_asked_for()
    {
        using var run = Chart();
        run.Write("c/templates/v.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: v}\n"
            + "data: {version: {{ .Capabilities.KubeVersion.Version }}, x: 1}\n");
        foreach (var option in (string[])["--kubernetes-version", "--kube-version"])
        {
            var result = await run.RunAsync("validate", "c", option, "1.31.0", "--schema-location", "schemas");
            Assert.Contains("/schemas/v1.31.0-standalone/configmap-v1.json#'", result.OutputText, StringComparison.Ordinal);
        }

        var wrong = await run.RunAsync("validate", "c", "--kubernetes-version", "1.31", "--schema-location", "schemas");
        Assert.Equal(64, wrong.Exit);
        Assert.Contains("\"1.31\" is no version of schemas\n", wrong.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schemas")]
    [InlineData("c/values.yaml")]
    public async Task Who_names_manifests_is_led_to_kubeconform(string place)
    {
        using var run = Chart();
        var result = await run.RunAsync("validate", place, "--schema-location", "schemas");
        Assert.Equal(
            (64, $"secretskit: validate: {place} is no chart\nhint: 'secretskit kubeconform {place}' checks manifests that are files\n"),
            (result.Exit, result.ErrorText));
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/values.yaml", "replicas: 2\n");
        run.Write("c/templates/d.yaml", Deployment);
        ChartFolderCopy.Copy(Path.Combine(SopsRows.Folder("kubeconform"), "schemas"), run.File("schemas"));
        return run;
    }

    private static List<string> Files(VerbRun run) =>
        [.. Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file} {new FileInfo(file).Length}"))];

    private static IEnumerable<string> Unnamed(string lines) =>
        lines.Split('\n').Select(line => Source().Replace(line, "")).Order(StringComparer.Ordinal);

    [GeneratedRegex("^[^ ]* - ")]
    private static partial Regex Source();
}
