using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecretsKit.Core.Display;

namespace SecretsKit.Goldens.Hostile;

/// <summary>A text that attacks terminals, logs and readers, and the search for what is left of it in an output.</summary>
internal static partial class HostileText
{
    /// <summary>
    /// New lines, a false message, commands of build servers, a window title, overwritten and hidden text: what a file name may hold.
    /// </summary>
    public const string Name = "x\nSPOOFED\n ::error::y\r\u001b]0;t\a\u0085\u202e\u2066\u200b\u200e\u061c\u2028\u00ad\ufeff\u007f##[error]##vso[a]##teamcity[b \U000e0041";

    /// <summary>The same as a JSON string.</summary>
    public static string Json { get; } = InJson(Name);

    /// <summary>The same as a string of YAML and of templates.</summary>
    public static string Quoted { get; } = Json.Replace("\\uDB40\\uDC41", "\\U000e0041", StringComparison.Ordinal);

    /// <summary>Nothing in a text for people acts on a terminal or a build server, hides, or begins a line of its own.</summary>
    /// <param name="what">Where it comes from, for the message.</param>
    /// <param name="output">The bytes that were written.</param>
    /// <param name="mayBreakLines">Whether texts of the user with line breaks are shown as such.</param>
    public static void AssertHarmless(string what, byte[] output, bool mayBreakLines = false)
    {
        var text = Colours().Replace(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output), "");
        foreach (var rune in text.EnumerateRunes().Where(rune => rune.Value is not ('\n' or '\t') && DisplayText.IsHidden(rune)))
        {
            Assert.Fail($"{what}: U+{rune.Value:X4} in {InJson(text)}");
        }

        foreach (var line in text.Split('\n'))
        {
            var isCommand = line.TrimStart().StartsWith("::", StringComparison.Ordinal) || Hashes().IsMatch(line);
            var isSpoofed = !mayBreakLines && line.TrimStart().StartsWith("SPOOFED", StringComparison.Ordinal);
            Assert.False(isCommand || isSpoofed, $"{what}: line {InJson(line)} in {InJson(text)}");
        }
    }

    private static string InJson(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();

    [GeneratedRegex(@"##(vso|teamcity)?\[")]
    private static partial Regex Hashes();
}
