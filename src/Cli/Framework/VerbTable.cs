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
    /// <summary>The verb of a name, or null.</summary>
    public Verb? Find(string name) => All.FirstOrDefault(verb => verb.Name == name);
}
