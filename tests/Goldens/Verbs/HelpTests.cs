using SecretsKit.Cli;
using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Secrets;
using SecretsKit.Cli.Sops;
using SecretsKit.Platform;

namespace SecretsKit.Goldens.Verbs;

/// <summary>Help of every command of every command line: one style, examples, exit codes, and no line wider than a terminal.</summary>
public sealed class HelpTests
{
    private const int Columns = 80;

    // Their exit codes are those of what they hold.
    private static readonly string[] WithoutParts = ["", "helm", "sops", "secrets"];

    public static IEnumerable<TheoryDataRow<string>> CommandLines
    {
        get
        {
            using var run = new VerbRun();
            List<string> lines =
                ["", "helm", "helm3", "sops", "secrets", "template", "lint", "unittest", "kubeconform", "ct", "secrets upgrade"];
            lines.AddRange(HelmCommands.All.Select(command => $"helm {command.Name}"));
            lines.AddRange(HelmCommands.All.Select(command => $"helm3 {command.Name}"));
            lines.AddRange(HelmCommands.All.Select(command => command.Name.Split(' ')).Where(words => words.Length > 1)
                .Select(words => $"helm {words[0]}").Distinct());
            lines.AddRange(SopsCommands.All.Select(command => $"sops {command.Name}"));
            lines.AddRange(ChartTestingCommand.All.Select(command => $"ct {command.Name}"));
            lines.AddRange(HelmSecretsCommands.All.Select(command => $"secrets {command.Name}"));
            using var context = new VerbContext(run.SilentHost());
            foreach (var verb in OwnVerbs.Table.All)
            {
                AddVerb(verb.Name, verb, context, lines);
            }

            return lines.Select(line => new TheoryDataRow<string>(line));
        }
    }

    [Theory, MemberData(nameof(CommandLines))]
    public async Task It_is_in_the_style_of_all_and_fits(string commandLine)
    {
        var lines = await HelpAsync([.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.All(lines, line => Assert.True(line.Length <= Columns, line));
        Assert.Contains(lines, line => line.StartsWith("usage: secretskit", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("examples:", lines);
        if (!lines.Contains("commands:") || WithoutParts.Contains(commandLine))
        {
            Assert.Contains(lines, line => line.StartsWith("exit codes:", StringComparison.OrdinalIgnoreCase));
        }

        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Theory, MemberData(nameof(CommandLines))]
    public async Task An_example_is_a_line_that_can_be_pasted(string commandLine)
    {
        var lines = await HelpAsync([.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        var examples = lines.SkipWhile(line => line != "examples:").Skip(1).TakeWhile(line => line.Length > 0);

        // What a line is for begins further to the right.
        Assert.All(
            examples.Where(line => !line.StartsWith("      ", StringComparison.Ordinal)),
            line => Assert.Matches(@"^  ([A-Z_]+=('[^']*'|\S+) )*(secretskit|ssh|git|helm|sops|kubectl|source|[a-z]+ .*\|) ?", line));
    }

    [Theory]
    [InlineData("help helm upgrade", "usage: secretskit helm upgrade [RELEASE] [CHART] [flags]")]
    [InlineData("help sops decrypt", "usage: secretskit sops decrypt [flags] [FILE]")]
    [InlineData("help secrets enc", "usage: secretskit secrets enc FILE")]
    [InlineData("help template", "usage: secretskit template [NAME] [CHART] [flags]")]
    [InlineData("helm help get values", "usage: secretskit helm get values RELEASE_NAME [flags]")]
    [InlineData("helm get -h", "usage: secretskit helm get COMMAND [flags]")]
    public async Task Help_of_a_command_is_asked_for_in_all_ways(string line, string usage) =>
        Assert.Equal(usage, (await HelpAsync(line.Split(' ')))[0]);

    [Theory]
    [InlineData("sops", "decrypt", "usage: sops decrypt [flags] [FILE]")]
    [InlineData("helm", "lint", "usage: helm lint PATH [flags]")]
    [InlineData("helm3", "lint", "usage: helm3 lint PATH [flags]")]
    [InlineData("helm-secrets", "view", "usage: helm-secrets view FILE")]
    public async Task A_link_is_called_by_its_name(string program, string verb, string usage)
    {
        using var run = new VerbRun { ProgramName = program };
        Assert.StartsWith(usage, (await run.RunAsync(verb, "--help")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_a_flag_of_ours_alone_is_in_the_help_of_our_verb_alone()
    {
        Assert.Contains(await HelpAsync(["lint", "--help"]), line => line.Contains("human|json|sarif", StringComparison.Ordinal));
        Assert.DoesNotContain(await HelpAsync(["helm", "lint", "--help"]), line => line.Contains("sarif", StringComparison.Ordinal));
    }

    private static void AddVerb(string name, Verb verb, VerbContext context, List<string> lines)
    {
        lines.Add(name);
        foreach (var child in verb.Create(context).Children)
        {
            AddVerb($"{name} {child.Name}", child, context, lines);
        }
    }

    private static async Task<string[]> HelpAsync(string[] words)
    {
        using var run = new VerbRun();
        var result = await run.RunAsync(words);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        return result.OutputText.TrimEnd('\n').Split('\n');
    }

    [Fact]
    public async Task Our_own_verb_is_called_by_its_name_where_words_are_missing()
    {
        using var run = new VerbRun();
        var own = await run.RunAsync("template");
        Assert.StartsWith("Error: \"secretskit template\" requires", own.ErrorText, StringComparison.Ordinal);
        var dialect = await run.RunAsync("helm", "template");
        Assert.StartsWith("Error: \"helm template\" requires", dialect.ErrorText, StringComparison.Ordinal);
    }
}
