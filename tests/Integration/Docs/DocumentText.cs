using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Docs;

/// <summary>A command line in a document: the words that name the command, and the options that it uses.</summary>
/// <param name="Verbs">Behind <c>secretskit</c>.</param>
/// <param name="Options">Long ones.</param>
internal sealed record DocumentCommand(IReadOnlyList<string> Verbs, IReadOnlyList<string> Options);

/// <summary>What documents hold: blocks of code, links, command lines.</summary>
internal static partial class DocumentText
{
    /// <summary>The fenced blocks of a language.</summary>
    public static IEnumerable<string> Blocks(string text, string language) => BlockPattern().Matches(text)
        .Where(match => match.Groups[1].Value == language)
        .Select(match => match.Groups[2].Value);

    /// <summary>The targets of links that are not addresses of the web.</summary>
    public static IEnumerable<string> Links(string text) => LinkPattern().Matches(text)
        .Select(match => match.Groups[1].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The text without its fenced blocks.</summary>
    public static string WithoutBlocks(string text) => BlockPattern().Replace(text, "");

    /// <summary>Paths of the checkout between backticks.</summary>
    public static IEnumerable<string> SourcePaths(string text) => SourcePattern().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>Names of test classes and contracts between backticks.</summary>
    public static IEnumerable<string> ClassNames(string text) => ClassPattern().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>The command lines of our program, those included that go on in the next line.</summary>
    public static IEnumerable<DocumentCommand> Commands(string text) => CommandPattern().Matches(text)
        .Select(match => match.Groups[1].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Select(words => new DocumentCommand(
            [.. words.TakeWhile(word => VerbPattern().IsMatch(word)).Take(words[0] is "helm" ? words[1] == "diff" ? 3 : 2 : 1)],
            [.. words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0])]));

    [GeneratedRegex("^ *```([a-z]*)\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex("`((?:src|tests|docs|build|examples)/[A-Za-z0-9_./-]+)[` ]")]
    private static partial Regex SourcePattern();

    [GeneratedRegex("`([A-Z][A-Za-z]+(?:Tests|Contract))`")]
    private static partial Regex ClassPattern();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"(?<![-/\w])secretskit ((?:check|helm|template|diff) (?:[^\n]*\n +--)*[^\n]*)")]
    private static partial Regex CommandPattern();

    [GeneratedRegex("^[a-z][a-z-]*$")]
    private static partial Regex VerbPattern();
}
