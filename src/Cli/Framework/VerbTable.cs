namespace SecretsKit.Cli.Framework;

/// <summary>The verbs of a program, for dispatch, help and completion.</summary>
/// <param name="All">All of them, in the order of the help.</param>
/// <param name="ChartVerbs">Commands of the helm command line that are verbs of ours, too.</param>
/// <param name="Dialects">The other command lines that the program answers to.</param>
internal sealed record VerbTable(
    IReadOnlyList<Verb> All,
    IReadOnlyList<(string Name, string Summary)> ChartVerbs,
    IReadOnlyList<(string Name, string Summary)> Dialects)
{
    /// <summary>The help of other command lines, and of the verbs that are theirs, made when it is asked for: for manual pages.</summary>
    public IReadOnlyList<Func<DialectPages>> Manuals { get; init; } = [];

    /// <summary>The verb of a name, or null.</summary>
    public Verb? Find(string name) => All.FirstOrDefault(verb => verb.Name == name);
}

/// <summary>The help of another tool's command line: its own page, then one for each of its commands.</summary>
/// <param name="Name">The word that calls it.</param>
/// <param name="Summary">One line.</param>
/// <param name="Pages">Names of commands, and their help; the page of the whole has no name.</param>
internal sealed record DialectPages(string Name, string Summary, IReadOnlyList<(string Name, HelpPage Page)> Pages);
