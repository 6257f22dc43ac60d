using System.Text;
using SecretsKit.Cli;
using SecretsKit.Cli.Completion;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Secrets;
using SecretsKit.Cli.Secrets.Wrapper;
using SecretsKit.Cli.Sops;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Tests.Mutation;

/// <summary>Command lines, paths inside documents, and patterns: what people type. One word on a line.</summary>
public sealed class CommandLineMutationTests
{
    private const long MaxBytes = 4 * 1024 * 1024;

    private static readonly string[] Seeds =
    [
        "decrypt\n--input-type\njson\nsecrets.yaml", "set\nf.yaml\n[\"a\"][0]\n-5\n--idempotent", "-d\n--extract\n[\"a\"]\nf.yaml",
        "groups\nadd\n--file=f\n--age\nage1",
        "-b\nsops\n-q\n--ignore-missing-values\ntrue\nupgrade\nr\nc\n-f\n?a.yaml,sops!b.yaml\n--set\na={b,c},d=e\\,f",
    ];

    private static readonly string[] Tokens =
        ["\n", "\n--", "\n-", "=", ",", "\\", "{", "}", "[", "]", "\"", "'", "!", "?", "://", "-i\n", "@/", "--age\n", "--set=\n", "true\n",
            "0\n", "\u00e9", "\0", "${X}", "#", " "];

    private static readonly CliHost Host = new()
    {
        Redaction = new(),
        Environment = new HostEnvironment([new("HELM_SECRETS_URL_VARIABLE_EXPANSION", "true")], "/"),
        Input = Stream.Null,
        Output = Stream.Null,
        Error = Stream.Null,
        Prompt = new TerminalPassphrasePrompt(),
        Clock = TimeProvider.System,
    };

    private static string[] Words(byte[] text) => Encoding.UTF8.GetString(text).Split('\n');

    [Fact]
    public void Sops() => TextMutations.Run(Seeds, Tokens, "", MaxBytes, text =>
    {
        var globals = GoFlagParser.Parse(SopsFlags.Global, Words(text), Host.Environment.Variable);
        if (globals.Arguments is [var name, .. var rest] && SopsCommands.Find(name) is { } command)
        {
            GoFlagParser.Parse(command.Flags, GoFlagParser.MoveFlagsToFront(command.Flags, rest), Host.Environment.Variable);
        }
    });

    [Fact]
    public void Helm_secrets() => TextMutations.Run(Seeds[4..], Tokens, "", MaxBytes, text =>
    {
        var options = HelmSecretsOptions.Parse(Host.Environment, Words(text));
        foreach (var word in options.Rest)
        {
            Assert.Equal(word, string.Join(',', CommaList.Split(word)));
            Assert.Equal(word, string.Join(',', CommaList.SplitPaths(word)));
            ValuesSource.OfArgument(Host.Environment, options, ValuesPath.Expand(Host.Environment, word));
        }
    });

    [Fact]
    public void Our_own_verbs()
    {
        var context = new VerbContext(Host);
        var verbs = OwnVerbs.Table.All.Select(verb => verb.Create(context)).ToList();
        var commands = verbs.Concat(verbs.SelectMany(verb => verb.Children).Select(child => child.Create(context)))
            .Select(verb => verb.Words)
            .ToList();
        TextMutations.Run(["--input-type\njson\na.yaml", "-o\nx\n--\na"], Tokens, "", 4 * MaxBytes, text =>
            commands.ForEach(command => Assert.NotNull(command.Parse([command.Name, .. Words(text)], VerbProgram.Configuration))));
    }

    [Fact]
    public void Completion() => TextMutations.Run(Seeds, Tokens, "", MaxBytes, text =>
    {
        foreach (var first in (string[])["sops", "secrets", "enc", "help"])
        {
            Assert.NotNull(CompletionRoots.Complete("secretskit", [first, .. Words(text)], Host, OwnVerbs.Table));
        }
    });

    [Fact]
    public void Words_of_an_editor() =>
        TextMutations.Run(
            ["code --wait 'a b' \"c\\\"d\" # x", "vim"],
            Tokens,
            "",
            MaxBytes,
            text => Assert.NotNull(WordSplitter.Split(Encoding.UTF8.GetString(text))));

    [Fact]
    public void Paths() => TextMutations.Run(
        ["[\"a\"][0]['b'][-1]", "[\"\"]"], Tokens, "", MaxBytes, text => Assert.NotNull(TreePath.Parse(Encoding.UTF8.GetString(text))));

    [Fact]
    public void Patterns() => TextMutations.Run(
        ["^(data|stringData)$", "(?P<n>[[:alpha:]]+)|\\pL{2,3}?\\x{41}\\Qa.b\\E(?i:x)", "path/.*\\.(yaml|json)$"],
        ["(", ")", "(?:", "(?i)", "[", "[^", "]", "{1000}", "{1,", "}", "*", "+?", "|", "^", "$", "\\", "\\pN", "\\C", "[[:", ":]]",
            "\u00e9", "(?P<"],
            "", 64 * MaxBytes, text =>
        {
            if (Re2.TryCompile(Encoding.UTF8.GetString(text), out var expression, out var error))
            {
                expression.IsMatch("environments/prod/data.yaml");
            }
            else
            {
                Assert.StartsWith("error parsing regexp: ", error, StringComparison.Ordinal);
            }
        });
}
