using System.Text;
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
        "`--output json` of our own verbs, each with a JSON Schema of what it prints. Fields may be added; those that are there keep "
            + "their name, type and meaning: the number in the `$id` of a schema is that of the version, and another meaning gets "
            + "another number.",
        [
            Table("", ["verb", "fields", "schema"], HelpTopics.Json.Select(row => new[]
            {
                $"`{row.Verb}`", row.Fields, $"[version 1](json/{JsonShape.NameOf(row.Verb)}.json)",
            })),
            "`sync --output json`, `pipeline rbac role --output json` and `helm ... --output json` print objects of Kubernetes, and what "
                + "Helm prints.\n",
        ]));

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

    [GeneratedRegex(@"\A\.(TH|SH|SS|TP|PP|B|br) ?")]
    private static partial Regex RequestPattern();
}
