using System.Text.RegularExpressions;

namespace SecretsKit.Goldens.UnitTesting;

/// <summary>Takes out of outputs what differs between machines and runs, as the golden data has it.</summary>
internal static partial class UnitTestMasks
{
    private static readonly (string Attribute, string Mask)[] Attributes =
    [
        ("run-date", "DATE"), ("run-time", "SECONDS"), ("timestamp", "TIMESTAMP"), ("hostname", "HOST"), ("clr-version", "RUNTIME"),
        ("platform", "RUNTIME"), ("os-version", "OS"), ("machine-name", "HOST"), ("user", "USER"), ("user-domain", "USER"),
        ("duration", "MS"), ("date", "DATE"), ("time", "SECONDS"),
    ];

    public static string Apply(string text, string folder)
    {
        text = text.Replace(folder, "{CWD}", StringComparison.Ordinal);
        text = TimeLine().Replace(text, "Time:        {TIME}");
        foreach (var (attribute, mask) in Attributes)
        {
            text = Regex.Replace(text, $"(?<![\\w-]){attribute}=\"[^\"]*\"", $"{attribute}=\"{{{mask}}}\"");
        }

        return Environment().Replace(text, "<environment>{RUNTIME}</environment>");
    }

    [GeneratedRegex("^Time:        .*$", RegexOptions.Multiline)]
    private static partial Regex TimeLine();

    [GeneratedRegex("<environment>[^<]*</environment>")]
    private static partial Regex Environment();
}
