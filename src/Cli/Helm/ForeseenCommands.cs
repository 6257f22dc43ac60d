namespace SecretsKit.Cli.Helm;

/// <summary>Commands that Helm has and this version has not: refused by name, unless the command line is wrong in itself.</summary>
internal static class ForeseenCommands
{
    private static readonly ArgumentRule None = ArgumentRule.Exactly(0);
    private static readonly ArgumentRule One = ArgumentRule.Exactly(1);
    private static readonly ArgumentRule Some = ArgumentRule.AtLeast(1);

    private static readonly Dictionary<string, (string Usage, ArgumentRule Arguments)> All = new()
    {
        ["dependency build"] = ("CHART", ArgumentRule.Any),
        ["dependency update"] = ("CHART", ArgumentRule.Any),
        ["package"] = ("[CHART_PATH] [...]", ArgumentRule.Any),
        ["plugin"] = ("", ArgumentRule.Any),
        ["pull"] = ("[chart URL | repo/chartname] [...]", Some),
        ["push"] = ("[chart] [remote]", ArgumentRule.Exactly(2)),
        ["registry login"] = ("[host]", One),
        ["registry logout"] = ("[host]", One),
        ["repo add"] = ("[NAME] [URL]", ArgumentRule.Exactly(2)),
        ["repo index"] = ("[DIR]", One),
        ["repo list"] = ("", None),
        ["repo remove"] = ("[REPO1 [REPO2 ...]]", Some),
        ["repo update"] = ("[REPO1 [REPO2 ...]]", ArgumentRule.Any),
        ["search hub"] = ("[KEYWORD]", ArgumentRule.Any),
        ["search repo"] = ("[keyword]", ArgumentRule.Any),
        ["verify"] = ("PATH", One),
    };

    /// <summary>Their names, of one or two words.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Whether a word, or two, name such a command or a group of them.</summary>
    public static bool Contains(string name) => All.ContainsKey(name)
        || All.Keys.Any(known => known.StartsWith(name + ' ', StringComparison.Ordinal));

    /// <summary>Helm's complaint about a command line without a word behind the command, or null: its flags are not known here.</summary>
    /// <param name="name">The first word of the command, without alias.</param>
    /// <param name="rest">What follows.</param>
    public static string? Complaint(string name, IReadOnlyList<string> rest)
    {
        var words = rest.Where(word => !word.StartsWith('-')).ToList();
        if (!All.ContainsKey(name) && words.Count > 0)
        {
            name += " " + words[0];
            words.RemoveAt(0);
        }

        return words.Count == 0 && All.TryGetValue(name, out var command)
            ? command.Arguments.Complaint(0, "helm " + name, $"helm {name} {command.Usage} [flags]")
            : null;
    }
}
