using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Cli.Checking;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Docs;

/// <summary>The pages under <c>docs/reference</c>, made of the tables that the program itself reads.</summary>
public sealed partial class ReferenceTests
{
    // Literals of the same shape that are no variable of ours to describe.
    private static readonly string[] NoVariables =
    [
        "AWS", "AWS4", "AWS_", "AZURE_", "CLOUDSDK_", "GOOGLE_", "VAULT_", "SECRETSKIT_AGENT_",
        "AWSCURRENT", "AWSKMS", "SOPS", "SSHSIG", "HELM_", "HELM_BIN", "HELM_ERR_START", "HELM_ERR_END",
        "HELM_PLUGIN_DIR", "HELM_PLUGIN_NAME", "HUAWEICLOUD_SDK_", "HUAWEICLOUD_SDK_REGION_KMS_", "KUBERNETES_EXEC_INFO",
        "XDG_SESSION_TYPE",
    ];

    [Fact]
    public void Configuration() => GeneratedFile.Check("docs/reference/sops-yaml.md", Page(
        "Fields of .sops.yaml",
        "The file is searched from the folder of the encrypted file upward; the nearest one counts alone. "
            + "[A schema](../sops.yaml.schema.json) for editors is made of the same list.",
        [
            Table("At the top", ["field", "type", "meaning"], Fields(ConfigFields.Root)),
            Table("A rule under `creation_rules`", ["field", "type", "meaning"], Fields(ConfigFields.CreationRule)),
            Table("A group under `key_groups`", ["field", "type", "meaning"], Fields(ConfigFields.KeyGroup)),
            Table("A rule under `destination_rules`", ["field", "type", "meaning"], Fields(ConfigFields.DestinationRule)),
        ]));

    [Fact]
    public void Rules() => GeneratedFile.Check("docs/reference/rules.md", Page(
        "Rules",
        "`secretskit check` looks through a repository, `secretskit lint --advise` through a chart. A comment "
            + "`secretskit:allow RULE REASON` on a line, or a line `RULE PATH` in `.secretskit-allow`, accepts a finding of check; "
            + "`--advise=all,-K-117` leaves out a rule of lint.",
        [
            Table("Of check", ["rule", "level", "what is wrong", "what to do"],
                CheckRules.All.Select(rule => new[]
                {
                    rule.Alias is { } alias ? $"`{rule.Id}` ({alias})" : $"`{rule.Id}`",
                    HumanReport.Word(rule.Level),
                    rule.Title,
                    rule.NextStep,
                })),
            Table("Of lint --advise: mistakes", ["rule", "what is wrong"],
                ChartAdvisor.Rules.Where(rule => !rule.IsConvention).Select(rule => new[] { $"`{rule.Id}`", rule.Title })),
            Table("Of lint --advise=all: conventions, too", ["rule", "what is wrong"],
                ChartAdvisor.Rules.Where(rule => rule.IsConvention).Select(rule => new[] { $"`{rule.Id}`", rule.Title })),
        ]));

    [Fact]
    public void Exit_codes() => GeneratedFile.Check("docs/reference/exit-codes.md", Page(
        "Exit codes",
        "`secretskit sops`, `helm`, `secrets` and `kubeconform` end as those tools do. Our own verbs end so:",
        [Table("", ["code", "meaning"], HelpTopics.ExitCodeRows.Select(row => new[] { row.Code, row.Meaning }))]));

    [Fact]
    public void Variables() => GeneratedFile.Check("docs/reference/variables.md", Page(
        "Variables of the environment",
        "All that the program reads; `secretskit help variables` prints the same.",
        KnownVariables.All.Select(group => Table(
            group.Title.TrimEnd(':'), ["variable", "what it does"],
            group.Rows.Select(row => new[] { $"`{row.Names.Replace(", ", "`, `", StringComparison.Ordinal)}`", row.About })))));

    [Fact]
    public void Json() => GeneratedFile.Check("docs/reference/json.md", Page(
        "JSON",
        "`--output json` of our own verbs. Fields may be added; those that are there keep their name, type and meaning.",
        [Table("", ["verb", "fields"], HelpTopics.Json.Select(row => new[] { $"`{row.Verb}`", row.Fields }))]));

    [Fact]
    public void Every_variable_that_the_program_reads_is_listed()
    {
        var listed = WordPattern().Matches(string.Join(' ', KnownVariables.All.SelectMany(group => group.Rows)))
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var read = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("RiskyVariables.cs", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => LiteralPattern().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Except(NoVariables);
        Assert.Equal([], read.Where(name => !listed.Contains(name)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("filestatus", "filestatus --output json s.yaml")]
    [InlineData("groups list", "groups list --output json s.yaml")]
    [InlineData("check", "check --output json")]
    [InlineData("doctor", "doctor --output json")]
    [InlineData("lint", "lint c --advise --output json")]
    [InlineData("values", "values c --origin --output json")]
    [InlineData("version", "version --output json")]
    public async Task What_is_printed_has_the_fields_that_are_listed(string verb, string line)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        run.Write("values.yaml", "database:\n  password: correct-horse-battery\n");
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", "path: 1\n");
        var result = await run.RunAsync(line.Split(' '));
        using var json = JsonDocument.Parse(result.OutputText);
        var fields = HelpTopics.Json.Single(row => row.Verb == verb).Fields;
        var listed = FieldPattern().Matches(fields).Select(match => match.Value).ToHashSet();
        // What is in a summary or a count is named as a whole.
        Assert.Equal([], Names(json.RootElement).Where(name => !listed.Contains(name)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Manual_pages_are_made_of_known_requests()
    {
        using var run = new VerbRun();
        List<string> pages = [(await run.RunAsync("__man")).OutputText];
        string[] others = ["helm", "sops", "secrets", "template", "lint"];
        foreach (var verb in Cli.OwnVerbs.Table.All.Select(verb => verb.Name).Concat(others))
        {
            pages.Add((await run.RunAsync("__man", verb)).OutputText);
            var name = verb.Replace("-", "\\-", StringComparison.Ordinal);
            Assert.Contains($"\n.SH NAME\nsecretskit\\-{name} \\- ", pages[^1], StringComparison.Ordinal);
        }

        Assert.All(pages, page => Assert.Matches(@"\A\.TH SECRETSKIT[A-Z\\-]* 1 ", page));
        Assert.All(pages, page => Assert.All(
            page.Split('\n'), row => Assert.False(row.StartsWith('\'') || (row.StartsWith('.') && !RequestPattern().IsMatch(row)), row)));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field =>
            field.Name == "summary" ? [field.Name] : Names(field.Value).Prepend(field.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    private static IEnumerable<string[]> Fields(IReadOnlyList<ConfigField> fields, string before = "") => fields.SelectMany(field =>
        new[] { new[] { $"`{before}{field.Name}`", field.KindText, field.About } });

    private static string Page(string title, string about, IEnumerable<string> parts) =>
        $"# {title}\n\n{about}\n\n{string.Join('\n', parts)}".TrimEnd('\n') + "\n";

    private static string Table(string title, string[] columns, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder(title.Length > 0 ? $"## {title}\n\n" : "");
        Row(text, columns);
        Row(text, columns.Select(_ => "---"));
        foreach (var row in rows)
        {
            Row(text, row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)));
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    [GeneratedRegex(
        "\"((?:SECRETSKIT|SOPS|HELM|VAULT|AWS|AZURE|GOOGLE|CLOUDSDK|HUAWEICLOUD|KUBE[A-Z]*|NO_COLOR|CLICOLOR|XDG|SSH)[A-Z0-9_]*)\"")]
    private static partial Regex LiteralPattern();

    [GeneratedRegex("[A-Z][A-Z0-9_]+")]
    private static partial Regex WordPattern();

    [GeneratedRegex("[a-zA-Z]+")]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"\A\.(TH|SH|SS|TP|PP|B|br) ?")]
    private static partial Regex RequestPattern();
}
