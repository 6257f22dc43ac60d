using System.Text;
using System.Text.Json;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// Every verb that reads many files, over a repository full of files that were made to harm it. Defects are let out, so that one is not
/// mistaken for a failure of its file. What is good in the repository must still be handled, and each failure be told by name.
/// </summary>
public sealed class HostileRepositoryTests
{
    private const string Planted = "kI9_dR2x!Planted";

    public static IEnumerable<TheoryDataRow<string>> Verbs =>
        new[] { "rotate .", "updatekeys -y .", "filestatus .", "filestatus -o json .", "groups list .",
            "publish --recursive --dry-run ." }.Select(verb => new TheoryDataRow<string>(verb));

    [Theory, MemberData(nameof(Verbs))]
    public async Task One_bad_file_keeps_no_verb_from_the_good_ones(string verb)
    {
        using var run = await RepositoryAsync();
        var result = await run.RunAsync(verb.Split(' '));
        Assert.NotEqual(0, result.Exit);
        Assert.Contains(verb[0] == 'u' ? "file up to date" : "good/a.yaml", result.OutputText + result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("nested/flat-maps.env: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("nested/flow-closed.yaml:", result.ErrorText, StringComparison.Ordinal);
        AssertNoControls(result.ErrorText);
    }

    [Fact]
    public async Task Check_finds_what_is_to_be_found_beside_them()
    {
        using var run = await RepositoryAsync();
        run.Write("good/plain.yaml", $"password: {Planted}\n");
        var result = await run.RunAsync("check", "--verify", "--output", "json");
        Assert.Equal(2, result.Exit);
        using var json = JsonDocument.Parse(result.OutputText);
        var found = json.RootElement.GetProperty("findings").EnumerateArray()
            .Select(finding => $"{finding.GetProperty("rule").GetString()} {finding.GetProperty("path").GetString()}").ToHashSet();
        Assert.Contains("plaintext-secret good/plain.yaml", found);
        Assert.DoesNotContain(found, finding => finding.EndsWith(" good/a.yaml", StringComparison.Ordinal));
        Assert.Contains("invalid-encrypted-file nested/flat-maps.env", found);
        Assert.Contains("invalid-encrypted-file nested/flow-closed.yaml", found);
        Assert.DoesNotContain(Planted, result.OutputText, StringComparison.Ordinal);
        foreach (var form in (string[])["human", "sarif"])
        {
            Assert.Equal(2, (await run.RunAsync("check", "--output", form)).Exit);
        }
    }

    [Fact]
    public async Task Each_file_alone_ends_every_verb_in_order()
    {
        using var run = await RepositoryAsync();
        foreach (var (path, _) in HostileFiles.All)
        {
            foreach (var words in (string[][])
            [
                ["view", path], ["git", "textconv", path], ["git", "textconv", "--masked", path], ["enc", "--stdout", path],
                ["sops", "filestatus", path], ["sops", "decrypt", path],
                ["set", path, "a", "--value", "b"], ["helm", "show", "values", path], ["template", "x", "good", "-f", path],
            ])
            {
                var failure = await Record.ExceptionAsync(() => run.RunAsync(words));
                Assert.True(failure is null, $"{string.Join(' ', words)}: {failure}");
            }
        }
    }

    [Theory]
    [InlineData("{{ range }}{{ .Values }}{{ end }}")]
    [InlineData("{{ range list 1 }}{{ .Values }}{{ end }}")]
    [InlineData("{{ range list 1 }}{{ .Values. }}{{ end }}")]
    [InlineData("{{ range }}{{ .Values }}")]
    [InlineData("{{ with 1 }}{{ .Values.a }}{{ end }}")]
    [InlineData("{{ .Values.a.b.c }}")]
    [InlineData("{{ (index .Values \"a\").b.c }}")]
    [InlineData("{{ template \"\" }}")]
    [InlineData("{{ include \"\\\"\" . }}")]
    [InlineData("{{ fail \"nil pointer evaluating >: at <\" }}")]
    [InlineData("{{ fail \"at <>: nil pointer evaluating\" }}")]
    [InlineData("{{ fail \"at <.Values>: nil pointer evaluating\" }}")]
    [InlineData("{{ fail \"at <$.>: nil pointer evaluating\" }}")]
    [InlineData("{{ fail \"no template \\\"\" }}")]
    [InlineData("{{ fail \"path \\\" not found\" }}")]
    [InlineData("{{ fail \"failed parsing --set\" }}")]
    [InlineData("a: {{ .Values.x | quote }}\n  b: c\n")]
    public async Task Whatever_a_template_fails_with_the_failure_is_told(string template)
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", "a: {}\n");
        run.Write("c/templates/x.yaml", template);
        foreach (
            var words in (
                string[][])[["lint", "c"], ["template", "c"], ["diff", "c", "c"], ["values", "c"], ["helm", "lint", "c"],
                ["helm", "template", "c"]])
        {
            var failure = await Record.ExceptionAsync(() => run.RunAsync(words));
            Assert.True(failure is null, $"{string.Join(' ', words)}: {failure}");
        }
    }

    private static async Task<VerbRun> RepositoryAsync()
    {
        var run = new VerbRun().WithKey(rule: "destination_rules:\n  - s3_bucket: b\n");
        run.Write("good/a.yaml", "a: b\n");
        run.Write("good/Chart.yaml", "apiVersion: v2\nname: good\nversion: 1.0.0\n");
        Assert.Equal(0, (await run.RunAsync("enc", "good/a.yaml")).Exit);
        foreach (var (path, content) in HostileFiles.All)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(run.File(path))!);
            File.WriteAllBytes(run.File(path), content);
        }

        return run;
    }

    private static void AssertNoControls(string text) => Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
}
