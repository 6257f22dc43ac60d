using SecretsKit.Charts.Model;
using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Kubeconform;
using SecretsKit.Cli.Secrets;
using SecretsKit.Cli.Sops;
using SecretsKit.CommandLine;
using SecretsKit.CommandLine.Completion;

namespace SecretsKit.Cli.Completion;

/// <summary>Which tables complete which command line. A drop-in is one line here.</summary>
internal static class CompletionRoots
{
    private static readonly Dictionary<string, Func<CliHost, string[], TableCompletion>> Dialects = new()
    {
        ["sops"] = (host, before) =>
            new(SopsFlags.Global, [.. SopsCommands.All.Select(row => new TableCommand(row.Name, row.Summary, row.Flags)
        {
            TakesFiles = row.Arguments.Contains("FILE", StringComparison.Ordinal)
                || row.Arguments.Contains("PATH", StringComparison.Ordinal),
            Arguments = row.Words,
        })])
        {
            FilesWithoutCommand = true,
            OtherValues = (flag, candidates) => RecipientCandidates.Add(flag.Name, before, host, candidates),
        },
        ["kubeconform"] = (_, _) => new(KubeconformFlags.Table, []) { FilesWithoutCommand = true },
        ["secrets"] = (_, _) =>
            new(HelmSecretsFlags.Global, [.. HelmSecretsCommands.All.Select(row => new TableCommand(row.Name, row.Summary, row.Flags)
        {
            TakesFiles = row.Usage.Contains("FILE", StringComparison.Ordinal) || row.Usage.Contains("FOLDER", StringComparison.Ordinal),
            Arguments = row.Arguments,
        })]),
        ["ct"] = (_, _) => new(new(), [.. ChartTestingCommand.All.SelectMany(row => row.Aliases.Prepend(row.Name).Select(
            name => new TableCommand(name, row.Summary, row.Flags)))]),
        ["helm"] = (_, _) =>
            new(
                new(HelmFlags.Global),
                [.. HelmCommands.All.Select(row => new TableCommand(row.Name, row.Summary, row.Flags(HelmGeneration.V4))
        {
            TakesFiles = row.Usage.Contains("CHART", StringComparison.Ordinal),
            Arguments = row.Words,
        })]),
    };

    // The link's name where it is not the dialect's.
    private static readonly Dictionary<string, string> Links = new Dictionary<string, string>
    {
        ["helm-secrets"] = "secrets",
        ["helm3"] = "helm",
    };

    /// <summary>What may stand behind these words.</summary>
    /// <param name="programName">The name that the program was called by.</param>
    /// <param name="words">The words behind it; the last one is being typed.</param>
    /// <param name="host">For building verbs, and files that hold keys and recipients.</param>
    /// <param name="verbs">Our own verbs.</param>
    public static Candidates Complete(string programName, IReadOnlyList<string> words, CliHost host, VerbTable verbs)
    {
        if (OfDialect(programName, words, host) is { } known)
        {
            return known;
        }

        var candidates = new Candidates(words.Count > 0 ? words[^1] : "");
        if (Joined(words.SkipLast(1)) is [var name, .. var rest])
        {
            Complete(name, rest, host, verbs, candidates);
        }
        else
        {
            AddNames(verbs, candidates);
        }

        return candidates;
    }

    /// <summary>What may stand behind these words of a drop-in; null if the program is called by no name of one.</summary>
    /// <inheritdoc cref="Complete(string, IReadOnlyList{string}, CliHost, VerbTable)"/>
    public static Candidates? OfDialect(string programName, IReadOnlyList<string> words, CliHost host)
    {
        if (!Dialects.TryGetValue(Links.GetValueOrDefault(programName, programName), out var table))
        {
            return null;
        }

        var candidates = new Candidates(words.Count > 0 ? words[^1] : "");
        var before = Joined(words.SkipLast(1));
        table(host, before).Complete(before, candidates);
        return candidates;
    }

    private static void Complete(string name, string[] rest, CliHost host, VerbTable verbs, Candidates candidates)
    {
        if (Dialects.TryGetValue(name, out var dialect))
        {
            dialect(host, rest).Complete(rest, candidates);
        }
        else if (verbs.ChartVerbs.Any(known => known.Name == name))
        {
            var command = HelmCommands.Find(name)!;
            var flags = new FlagTable([.. command.Flags(HelmGeneration.V4).Flags, .. command.OwnFlags]);
            new TableCompletion(new(HelmFlags.Global), [new(name, command.Summary, flags) { TakesFiles = true }])
                .Complete([name, .. rest], candidates);
        }
        else if (verbs.Find(name) is { } verb)
        {
            VerbCompletion.Complete(verb, new VerbContext(host), rest, candidates);
        }
        else if (name == "help" && rest is [])
        {
            foreach (var known in verbs.All)
            {
                candidates.Add(known.Name, known.Summary);
            }

            foreach (var (word, summary) in verbs.ChartVerbs.Concat(verbs.Dialects).Concat(HelpTopics.All))
            {
                candidates.Add(word.Split(' ')[0], summary);
            }
        }
        else if (name == "help")
        {
            // The help of a command is completed as the command is, where words come before files and options.
            Complete(rest[0], rest[1..], host, verbs, candidates);
        }
    }

    private static void AddNames(VerbTable verbs, Candidates candidates)
    {
        foreach (var verb in verbs.All)
        {
            candidates.Add(verb.Name, verb.Summary);
        }

        foreach (var (name, summary) in verbs.ChartVerbs.Concat(verbs.Dialects))
        {
            candidates.Add(name.Split(' ')[0], summary);
        }

        candidates.Add("help", "explain a command");
        candidates.Add("version", "print the version");
        if (candidates.Current.StartsWith('-'))
        {
            candidates.AddRange(["--help", "--version"]);
        }
    }

    // Some shells break words at "=": --flag = value.
    private static string[] Joined(IEnumerable<string> words)
    {
        List<string> joined = [];
        foreach (var word in words)
        {
            if (word != "=" || joined is not [.., ['-', ..]])
            {
                joined.Add(word);
            }
        }

        return [.. joined];
    }
}
