using System.Text;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.UnitTesting;

/// <summary>
/// P-163, P-075: values files of suites and of the command line may be encrypted. They are decrypted in memory and rendered; no output, no
/// report, no snapshot and no kept rendering shows what was in them.
/// </summary>
public sealed class EncryptedSuiteValuesTests
{
    private const string Marked = VerbRun.Canary + "\"<&>\nsecond";

    private const string Template = """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        stringData:
          plain: {{ .Values.secret | quote }}
          parts: {{ list .Values.secret | toJson }}
        data:
          encoded: {{ .Values.secret | b64enc }}
        """;

    private const string Failing = """
        suite: all of it fails
        values: [../../secrets.yaml]
        tests:
          - it: shows values
            template: t.yaml
            asserts:
              - equal: {path: stringData.plain, value: x}
              - equal: {path: stringData, value: {}}
              - matchRegex: {path: stringData.plain, pattern: nothing}
              - contains: {path: stringData.parts, content: x}
              - contains: {path: stringData.plain, content: x}
              - isSubset: {path: stringData, content: {a: b}}
              - isNullOrEmpty: {path: stringData.plain}
              - greaterOrEqual: {path: stringData.plain, value: zzzz}
              - equal: {path: data.encoded, value: x}
              - equal: {path: data.encoded, value: x, decodeBase64: true}
              - matchSnapshot: {}
              - matchSnapshot: {path: stringData.plain}
              - matchSnapshot: {path: data.encoded}
              - matchSnapshot: {path: stringData.plain, matchRegex: {pattern: nothing}}
          - it: shows raw text
            template: NOTES.txt
            asserts:
              - equalRaw: {value: x}
              - matchRegexRaw: {pattern: nothing}
              - matchSnapshotRaw: {}
          - it: fails in the template
            set: {refuse: true}
            asserts: [{isKind: {of: Secret}}]
          - it: fails with another message
            set: {refuse: true}
            asserts: [{failedTemplate: {errorMessage: x}}]
          - it: is no YAML
            set: {broken: true}
            asserts: [{isKind: {of: Secret}}]
          - it: breaks the schema
            set: {replicas: many}
            asserts: [{isKind: {of: Secret}}]
        """;

    /// <summary>What was decrypted is rendered: assertions see it.</summary>
    [Theory]
    [InlineData("values: [../../secrets.yaml]", "")]
    [InlineData("", "values: [../../secrets.yaml], ")]
    [InlineData("", "", "-v", "./secrets.yaml")]
    [InlineData("", "", "-v", "secrets.yaml")]
    public async Task They_are_decrypted(string suite, string test, params string[] words)
    {
        using var run = await ChartAsync();
        run.Write("c/tests/a_test.yaml", $$"""
            suite: a
            {{suite}}
            tests:
              - {it: decrypts, {{test}}template: t.yaml,
                 asserts: [{matchRegex: {path: stringData.plain, pattern: ^{{VerbRun.Canary}} } } ] }
            """);
        var result = await run.RunAsync(["helm", "unittest", .. words, "c"]);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Contains("1 passed, 1 total", result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>Whatever fails, and wherever it is reported.</summary>
    [Theory]
    [InlineData("XUnit")]
    [InlineData("JUnit")]
    [InlineData("NUnit")]
    [InlineData("Sonar")]
    public async Task Nothing_shows_them(string form)
    {
        using var run = await ChartAsync();
        run.Write("c/tests/a_test.yaml", Failing);
        var before = Directory.EnumerateFiles(run.Path, "*", SearchOption.AllDirectories).ToHashSet();
        var result = await run.RunAsync("helm", "unittest", "-d", "-o", "report.xml", "-t", form, "c");
        Assert.Equal(1, result.Exit);
        Assert.Contains("6 failed", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("[REDACTED]", result.OutputText, StringComparison.Ordinal);
        RequireNothingShown(result.OutputText + result.ErrorText);
        var written = Directory
            .EnumerateFiles(run.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => !before.Contains(file))
            .ToList();
        Assert.Contains(written, file => file.EndsWith("report.xml", StringComparison.Ordinal));
        Assert.Contains(written, file => file.EndsWith("a_test.yaml.snap", StringComparison.Ordinal));
        Assert.Contains(written, file => file.Contains("/.debug/", StringComparison.Ordinal));
        written.ForEach(file => RequireNothingShown(File.ReadAllText(file)));
    }

    /// <summary>A snapshot holds the mark in place of the value, so that a later run with another secret passes.</summary>
    [Fact]
    public async Task Snapshots_hold_a_mark_and_pass_again()
    {
        using var run = await ChartAsync();
        run.Write("c/tests/a_test.yaml", """
            suite: a
            values: [../../secrets.yaml]
            tests: [{it: is stored, template: t.yaml, asserts: [{matchSnapshot: {path: stringData.plain}}]}]
            """);
        Assert.Equal(0, (await run.RunAsync("helm", "unittest", "c")).Exit);
        var stored = run.Read("c/tests/__snapshot__/a_test.yaml.snap");
        Assert.Contains("[REDACTED]", stored, StringComparison.Ordinal);
        var again = await run.RunAsync("helm", "unittest", "c");
        Assert.Equal(0, again.Exit);
        Assert.Equal(stored, run.Read("c/tests/__snapshot__/a_test.yaml.snap"));
    }

    /// <summary>Without its key a file is an error of the tests that need it, with the file's name.</summary>
    [Fact]
    public async Task Without_a_key_the_tests_that_need_them_fail()
    {
        using var run = await ChartAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Write("c/tests/a_test.yaml", """
            suite: a
            tests:
              - {it: needs it, values: [../../secrets.yaml], template: t.yaml, asserts: [{isKind: {of: Secret}}]}
              - {it: does not, set: {secret: x}, template: t.yaml, asserts: [{isKind: {of: Secret}}]}
            """);
        var result = await run.RunAsync("helm", "unittest", "c");
        Assert.Equal(1, result.Exit);
        Assert.Contains("secrets.yaml", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("1 failed, 1 errored, 1 passed, 2 total", result.OutputText, StringComparison.Ordinal);
    }

    private static void RequireNothingShown(string text)
    {
        var value = Encoding.UTF8.GetBytes(Marked);
        foreach (var form in (string[])
            [VerbRun.Canary, "second", Convert.ToBase64String(value)[..12], Convert.ToBase64String(value[1..])[..12]])
        {
            Assert.DoesNotContain(form, text, StringComparison.Ordinal);
        }
    }

    private static async Task<VerbRun> ChartAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write(
            "secrets.yaml",
            "secret: \"" + Marked.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/values.schema.json", """{"properties": {"replicas": {"type": "integer"}, "secret": {"maxLength": 99}}}""");
        run.Write("c/templates/t.yaml", "{{ if .Values.refuse }}{{ fail (printf \"no %s\" .Values.secret) }}{{ end }}\n"
            + "{{ if .Values.broken }}a: [{{ .Values.secret }}{{ end }}\n" + Template + "\n");
        run.Write("c/templates/NOTES.txt", "The password is {{ .Values.secret }}.\n");
        return run;
    }
}
