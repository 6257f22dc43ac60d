using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine.Completion;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Completion;

/// <summary>
/// What the scripts of <see cref="CompletionScripts"/> call at each press of the tabulator: a line
/// for each text that may stand at the cursor, what it is for behind a tabulator, and <c>:files</c> where names of files may stand.
/// </summary>
internal sealed class CompletionProgram(string programName, CliHost host, IReadOnlyList<string> words, VerbTable verbs) : ICliProgram
{
    /// <inheritdoc/>
    public Dialect Dialect => Dialect.SecretsKit;

    /// <inheritdoc/>
    public string Verb => "";

    /// <summary>Whether a command line asks for completion.</summary>
    public static bool Serves(string programName, IReadOnlyList<string> words) =>
        words is [CompletionWords.Ask, ..]
            || (words is [.., CompletionWords.AskAsReference] && (programName == "sops" || words[0] == "sops"));

    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken ct)
    {
        if (words is [CompletionWords.Ask, ..])
        {
            var candidates = CompletionRoots.Complete(programName, [.. words.Skip(1)], host, verbs);
            foreach (var (text, about) in candidates.Rows)
            {
                host.WriteLine(about.Length == 0 ? text : $"{text}\t{about}");
            }

            if (candidates.Files)
            {
                host.WriteLine(":files");
            }
        }
        else
        {
            AnswerReference([.. words.SkipLast(1)]);
        }

        return Task.FromResult(ExitCodes.Success);
    }

    /// <summary>Nothing: words between the prompt and the cursor would only be in the way.</summary>
    public void Report(SecretsKitException failure)
    {
    }

    // Those scripts pass the word that is being typed only if it begins with a dash, and choose from the answer by themselves.
    private void AnswerReference(string[] typed)
    {
        var texts = CompletionRoots.Complete(programName, [.. typed, ""], host, verbs).Rows;
        if (typed is [.., ['-', ..]])
        {
            texts = [.. texts, .. CompletionRoots.Complete(programName, typed, host, verbs).Rows];
        }

        foreach (var text in texts.Select(row => row.Text).Distinct())
        {
            host.WriteLine(text);
        }
    }
}
