using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Framework;

/// <summary>The flags of a drop-in as rows of help.</summary>
internal static class FlagHelp
{
    private const int MostValues = 24;

    /// <summary>Rows of the flags that have a text and are not hidden.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="namesDefaults">Whether defaults are added, which texts leave out then.</param>
    public static IReadOnlyList<(string Left, string Right)> Rows(IEnumerable<Flag> flags, bool namesDefaults = false) =>
        [.. flags.Where(IsShown).Select(flag => (Names(flag), About(flag) + (namesDefaults ? DefaultOf(flag) : "")))];

    /// <summary>Whether help shows a flag.</summary>
    public static bool IsShown(Flag flag) => flag is { IsHidden: false, Help.Length: > 0 };

    // All tools take two dashes before a word.
    private static string Names(Flag flag) =>
        string.Join(", ", flag.Aliases.Append(flag.Name).OrderBy(name => name.Length > 1).Select(Dashed)) + Value(flag);

    private static string Dashed(string name) => (name.Length == 1 ? "-" : "--") + name;

    private static string Value(Flag flag) => flag.Kind switch
    {
        FlagKind.Switch => flag.Values.Count > 0 ? " " + string.Join('|', flag.Values) : "",
        FlagKind.Number => " NUMBER",
        FlagKind.Duration => " DURATION",
        FlagKind.CommaList => " LIST",
        FlagKind.OptionalText => "[=TEXT]",
        _ when string.Join('|', flag.Values) is { Length: > 0 and <= MostValues } values => " " + values,
        _ => flag.TakesFile ? " FILE" : " TEXT",
    };

    private static string DefaultOf(Flag flag) =>
        flag.Kind == FlagKind.Switch && flag.Default != "true" || flag.Default.Length == 0 ? "" : $" Default: {flag.Default}.";

    private static string About(Flag flag) => flag.Variable is { } variable ? $"{flag.Help} [${variable}]" : flag.Help;
}
