using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.UnitTesting;

/// <summary>P-163: which templates tests are about, and what failures of templates say, beyond the recorded cases.</summary>
public sealed class TemplateChoiceTests
{
    private const string Kind = "asserts: [{isKind: {of: ConfigMap}}]";

    private const string NoTemplate = "error calling include: template: no template \\\"none\\\" associated with template \\\"gotpl\\\"";

    /// <summary>Suites that pass.</summary>
    [Theory]
    [InlineData("failures end with what is wrong",
        "templates: [bad.yaml]\ntests: [{it: x, asserts: [{failedTemplate: {errorMessage: \"" + NoTemplate + "\"}}]}]")]
    [InlineData("failures match from their start",
        "templates: [bad.yaml]\ntests: [{it: x, asserts: [{failedTemplate: {errorPattern: ^error}}, {failedTemplate: {}}]}]")]
    [InlineData("files of definitions are tested where they are named",
        "templates: [check.tpl]\ntests:\n- {it: x, set: {refuse: true}, asserts: [{failedTemplate: {errorMessage: refused}}]}\n"
            + "- {it: y, asserts: [{notFailedTemplate: {}}]}")]
    [InlineData("files of definitions fail every template",
        "templates: [cm.yaml]\ntests: [{it: x, set: {refuse: true}, asserts: [{failedTemplate: {errorMessage: refused}}]}]")]
    [InlineData("two stars reach subcharts",
        "templates: ['**/cm.yaml']\ntests:\n"
            + "- {it: x, asserts: [{hasDocuments: {count: 1}}, {matchRegex: {path: metadata.name, pattern: ^cm}}]}")]
    [InlineData("versions count for subcharts",
        "chart: {version: 7.0.0}\nexcludeTemplates: [bad.yaml, text.yaml]\n"
            + "tests: [{it: x, template: charts/sub/templates/cm.yaml, asserts: [{equal: {path: data.v, value: 7.0.0}}]}]")]
    [InlineData("templates that are passed over are not counted",
        "templates: ['*.yaml']\nexcludeTemplates: [bad.yaml, text.yaml]\n"
            + "tests:\n- {it: x, documentSelector: {path: kind, value: None, skipEmptyTemplates: true}, "
            + "asserts: [{hasDocuments: {count: 9}}]}")]
    [InlineData("a release of the suite counts for its tests",
        "release: {name: a, namespace: b}\ntemplates: [cm.yaml]\ntests:\n"
            + "- {it: x, asserts: [{equal: {path: metadata.name, value: cm-a-b}}]}")]
    public async Task It_passes(string name, string suite)
    {
        using var run = Chart();
        run.Write("c/tests/a_test.yaml", $"suite: {name}\n{suite}\n");
        var result = await run.RunAsync("helm", "unittest", "c");
        Assert.True(result.Exit == 0, result.OutputText);
    }

    /// <summary>Suites that must not pass without a word.</summary>
    [Theory]
    [InlineData("templates: [typo.yaml]\ntests: [{it: x, " + Kind + "}]", "template \"c/templates/typo.yaml\" not exists or not selected")]
    [InlineData("templates: ['none-*.yaml']\ntests: [{it: x, " + Kind + "}]", "no template was rendered")]
    [InlineData("templates: [cm.yaml]\ntests: [{it: x, asserts: [{failedTemplate: {errorMessage: y}}]}]", "Invalid rendering")]
    [InlineData("templates: [cm.yaml]\ntests: [{it: x, values: [v.txt], " + Kind + "}]", "c/tests/v.txt: no such file or directory")]
    [InlineData("templates: [cm.yaml]\ntests: [{it: x, documentSelector: {value: y}, " + Kind + "}]", "empty 'documentSelector.path'")]
    [InlineData("templates: [text.yaml]\ntests: [{it: x, " + Kind + "}]",
        "line 1: cannot unmarshal !!str `only so...` into map[string]interface {}")]
    public async Task It_fails(string suite, string problem)
    {
        using var run = Chart();
        run.Write("c/tests/a_test.yaml", suite + "\n");
        var result = await run.RunAsync("helm", "unittest", "c");
        Assert.Equal(1, result.Exit);
        Assert.Contains(problem, result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>A chart without templates whose values break its schema.</summary>
    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{errorPattern: want string}", 0)]
    [InlineData("{errorPattern: something else}", 1)]
    public async Task Schemas_need_no_templates(string expected, int exit)
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.schema.json", """{"properties": {"a": {"type": "string"}}}""");
        run.Write("c/tests/a_test.yaml", $"tests: [{{it: x, set: {{a: 1}}, asserts: [{{failedTemplate: {expected}}}]}}]\n");
        Assert.Equal(exit, (await run.RunAsync("helm", "unittest", "c")).Exit);
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/templates/bad.yaml", "a: {{ include \"none\" . }}\n");
        run.Write("c/templates/check.tpl", "{{ if .Values.refuse }}{{ fail \"refused\" }}{{ end }}\n");
        run.Write("c/templates/text.yaml", "only some text\n");
        run.Write(
            "c/templates/cm.yaml",
            "kind: ConfigMap\nmetadata: {name: cm-{{ .Release.Name }}-{{ .Release.Namespace }}}\n");
        run.Write("c/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n");
        run.Write("c/charts/sub/templates/cm.yaml", "kind: ConfigMap\nmetadata: {name: cm}\ndata: {v: {{ .Chart.Version }}}\n");
        return run;
    }
}
