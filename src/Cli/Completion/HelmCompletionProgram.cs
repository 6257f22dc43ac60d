using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Completing;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine.Completion;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Completion;

/// <summary>
/// The hidden command that shells call for completing <c>helm</c>: a line for each candidate with a
/// tabulator and what it is for, and as the last one a colon and a number that says what the shell does besides. Our own program
/// answers the same word in a format of its own.
/// </summary>
/// <param name="host">Streams and environment.</param>
/// <param name="words">The hidden command, the words typed, and the one that is being typed.</param>
/// <param name="calledAs"><c>helm</c> or <c>helm3</c>.</param>
internal sealed class HelmCompletionProgram(CliHost host, IReadOnlyList<string> words, string calledAs) : ICliProgram
{
    private const int ShortestBeginning = 3;

    // Commands of plugins that are part of this program; the root does not list them, as it does not in Helm without the plugins.
    private static readonly OrderedDictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        ["diff"] = "show what a change does, secrets masked",
        ["secrets"] = "work with encrypted files of values",
        ["unittest"] = "run the unit tests of charts",
    };

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.Helm;

    /// <inheritdoc/>
    public string Verb => words[0];

    /// <summary>Whether the words behind <c>helm</c> ask for completion.</summary>
    public static bool Serves(IReadOnlyList<string> words) => words is [CompletionWords.Ask or CompletionWords.AskWithoutDescriptions, ..];

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (words.Count == 1)
        {
            throw new SecretsKitException(ErrorCode.Usage, "requires at least 1 arg(s), only received 0");
        }

        var generation = calledAs == "helm3" ? HelmGeneration.V3 : HelmProgram.GenerationOf(host.Environment);
        var session = new HelmSession(host, generation, SilentChartLog.Instance) { CalledAs = calledAs };
        var reply = await ReplyAsync(session, [.. words.Skip(1)], ct);
        if (reply.Failure is not null)
        {
            host.WriteErrorLine($"[Debug] [Error] {reply.Failure}");
        }

        var (describes, helps) = (Describes(), Variable("ACTIVE_HELP") != "0");
        foreach (var line in reply.Lines.Where(line => helps || !line.StartsWith(CobraReply.ActiveHelp, StringComparison.Ordinal)))
        {
            host.WriteLine((describes ? line : line.Split('\t')[0]).Split('\n')[0].Trim());
        }

        host.WriteLine($":{(int)reply.Directive}");
        host.Output.Flush();
        host.WriteErrorLine($"Completion ended with directive: {reply.DirectiveNames()}");
        return ExitCodes.Success;
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure) => host.WriteErrorLine($"Error: {failure.Message}");

    // The commands of helm-secrets are part of this program: they need no plugin.
    private static async Task<CobraReply> ReplyAsync(HelmSession session, string[] typed, CancellationToken ct)
    {
        var root = HelmCommandTree.Of(session);
        if (typed is not [var first, _, ..] || !BuiltIn.ContainsKey(first) || root.Children.Any(child => child.Is(first)))
        {
            var reply = await new CobraCompletion(session, root).CompleteAsync(typed, ct);
            return typed is [{ Length: >= ShortestBeginning } beginning] && reply.Lines.Count == 0
                && BuiltIn.Keys.FirstOrDefault(name => name.StartsWith(beginning, StringComparison.Ordinal)) is { } offered
                ? new(ShellDirective.NoFileComp, [$"{offered}\t{BuiltIn[offered]}"])
                : reply;
        }

        var candidates = first == "secrets"
            ? CompletionRoots.OfDialect("helm-secrets", typed[1..], session.Host)!
            : CompletionRoots.OfDialect("helm", typed, session.Host)!;
        return new(
            candidates.Files ? ShellDirective.Default : ShellDirective.NoFileComp,
            [.. candidates.Rows.Select(row => $"{row.Text}\t{row.About}")]);
    }

    private bool Describes() =>
        words[0] != CompletionWords.AskWithoutDescriptions
        && Variable("COMPLETION_DESCRIPTIONS") is not ("0" or "f" or "F" or "false" or "FALSE" or "False");

    // The setting of this program counts before that of all programs, except that the latter can turn the help off.
    private string? Variable(string name)
    {
        var (own, shared) = (host.Environment.Variable("HELM_" + name), host.Environment.Variable("COBRA_" + name));
        return name == "ACTIVE_HELP" && shared == "0" ? shared : string.IsNullOrEmpty(own) ? shared : own;
    }
}
