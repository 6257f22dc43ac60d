using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>Rows of flags, by what they take.</summary>
internal static class FlagRows
{
    /// <summary>Nothing.</summary>
    public static CobraFlag Switch(string name, string about, string? letter = null) => Row(FlagKind.Switch, name, about, letter, null);

    /// <summary>A text.</summary>
    public static CobraFlag Text(string name, string about, string? letter = null, CandidateSource? values = null) =>
        Row(FlagKind.Text, name, about, letter, values);

    /// <summary>A number.</summary>
    public static CobraFlag Number(string name, string about, string? letter = null, CandidateSource? values = null) =>
        Row(FlagKind.Number, name, about, letter, values);

    /// <summary>A text each time.</summary>
    public static CobraFlag List(string name, string about, string? letter = null) => Row(FlagKind.List, name, about, letter, null);

    /// <summary>Texts with commas between them.</summary>
    public static CobraFlag CommaList(string name, string about, string? letter = null) =>
        Row(FlagKind.CommaList, name, about, letter, null);

    /// <summary>A duration.</summary>
    public static CobraFlag Duration(string name, string about) => Row(FlagKind.Duration, name, about, null, null);

    /// <summary>A text that may be left out.</summary>
    public static CobraFlag Optional(string name, string about, string implied)
    {
        var row = Row(FlagKind.OptionalText, name, about, null, null);
        return row with { Flag = row.Flag with { Implied = implied } };
    }

    /// <summary>The format of a report.</summary>
    public static CobraFlag Output { get; } =
        Text("output", "prints the output in the specified format. Allowed values: table, json, yaml", "o", HelmCandidates.FormatWords) with
        {
            Allowed = HelmCandidates.Formats,
        };

    /// <summary>A flag that works but is not offered.</summary>
    public static CobraFlag Hidden(CobraFlag row) => row with { Flag = row.Flag with { IsHidden = true } };

    private static CobraFlag Row(FlagKind kind, string name, string about, string? letter, CandidateSource? values) =>
        new(new(kind, name, "") { Aliases = letter is null ? [] : [letter] }, about) { Values = values };
}
