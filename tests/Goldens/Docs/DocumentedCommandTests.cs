using System.Text;
using SecretsKit.Cli;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Platform;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Docs;

/// <summary>
/// The command lines of the pages in <c>docs</c> are ones that the program takes: its verbs and options, spelled as they are.
/// </summary>
public sealed class DocumentedCommandTests
{
    // Command lines of other tools have tests of their own.
    private static readonly string[] OthersWords = ["sops", "helm", "secrets", "template", "lint", "unittest", "kubeconform", "ct"];

    public static IEnumerable<TheoryDataRow<string, string>> Commands => Directory
        .EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .SelectMany(file => File.ReadLines(file)
            .Where(line => line.StartsWith("$ ", StringComparison.Ordinal))
            .SelectMany(line => line[2..].Split('#')[0].Split('|'))
            .Select(command => command.Trim())
            .Where(command => command.StartsWith("secretskit ", StringComparison.Ordinal))
            .Where(command => !OthersWords.Contains(command.Split(' ')[1]))
            .Select(command => new TheoryDataRow<string, string>(Path.GetFileName(file), command)));

    [Theory, MemberData(nameof(Commands))]
    public void The_program_takes_it(string page, string line)
    {
        using var run = new VerbRun();
        using var context = new VerbContext(run.SilentHost());
        var words = line.Split('>')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var command = Assert.Single(OwnVerbs.Table.All, verb => verb.Name == words[0]).Create(context);
        while (words.Length > 1 && command.Children.FirstOrDefault(child => child.Name == words[1]) is { } child)
        {
            (command, words) = (child.Create(context), words[1..]);
        }

        var parsed = command.Words.Parse(words);
        Assert.True(parsed.Errors.Count == 0, $"{page}: {line}: {string.Join(", ", parsed.Errors.Select(error => error.Message))}");
        Assert.All(
            words.Where(word => word.StartsWith("--", StringComparison.Ordinal)),
            word => Assert.Contains(command.Words.Options, option => option.Name == word));
    }

    [Fact]
    public void There_are_such_pages() => Assert.True(Commands.Count() > 8);
}
