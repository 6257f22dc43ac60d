namespace SecretsKit.Cli.Git.Installing;

/// <summary>
/// The shell lines that git runs. They go on where the program was moved or removed: with the one on PATH, else as git does without us.
/// A diff then shows ciphertext, a merge goes by lines, and a commit is never refused.
/// </summary>
/// <param name="program">A word of the shell.</param>
internal sealed class ProgramLine(string program)
{
    private const string Begin = "p=";
    private const string Name = "secretskit";
    private const string Find = $"""; [ -x "$p" ] || p={Name}; command -v "$p" >/dev/null 2>&1 """;
    private const string Gone = "the program that git was set up with is gone";
    private const string Advice = "'secretskit git install' sets it up again";

    /// <summary>Prints what is compared. Git puts the file behind it.</summary>
    public string Textconv(bool isMasked) =>
        $"""{Start}&& exec "$p" git textconv {(isMasked ? "--masked " : "")}-- "$@"; {Say("diffs show ciphertext")}; cat --""";

    /// <summary>Merges. Git puts names and numbers into it.</summary>
    public string Merge(bool isAncestor) =>
        // Placeholders begin with a percent sign.
        Start.Replace("%", "%%", StringComparison.Ordinal)
            + $"""&& exec "$p" git merge {(isAncestor ? "--ancestor " : "")}-- %O %A %B %L %P; """
            + $"{Say("the merge goes by lines")}; git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B";

    /// <summary>Looks at a commit, behind the first lines of a hook.</summary>
    public string Check(string failOn) =>
        $"""{Start}&& exec "$p" {CheckWords(failOn)}""" + "\n" + Say("this commit was not looked at") + "\n";

    /// <summary>The line for hooks of others.</summary>
    public string CheckInHook(string failOn) => $"{program} {CheckWords(failOn)} || exit 1";

    /// <summary>The program that a line of git's configuration names; null for a line of somebody else.</summary>
    /// <param name="line">The value of a setting.</param>
    public static string? ProgramOf(string line)
    {
        var end = line.IndexOf(Find, StringComparison.Ordinal);
        return line.StartsWith(Begin, StringComparison.Ordinal) && end > 0
            ? line[Begin.Length..end].Trim('\'').Replace(@"'\''", "'", StringComparison.Ordinal)
            // As earlier versions wrote it.
            : line.IndexOf(" git textconv ", StringComparison.Ordinal) is > 0 and var old ? line[..old].Trim('\'')
            : null;
    }

    private string Start => Begin + program + Find;

    private static string CheckWords(string failOn) => $"check --staged --quiet --fail-on {failOn}";

    private static string Say(string consequence) => $"echo \"{Name}: {Gone}: {consequence}; {Advice}\" >&2";
}
