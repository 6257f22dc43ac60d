using System.Globalization;
using System.Text;

namespace SecretsKit.Cli.Reporting;

/// <summary>Texts in XML as Go's tools escape them: for attributes and elements alike.</summary>
internal static class XmlEscapes
{
    /// <summary>Appends a text; characters that XML cannot hold become U+FFFD.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="hasHexQuotes">Whether quotes are written by hexadecimal numbers, as some tools do. Default decimal ones.</param>
    public static StringBuilder AppendXml(this StringBuilder output, string text, bool hasHexQuotes = false)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '&' => output.Append("&amp;"),
                '<' => output.Append("&lt;"),
                '>' => output.Append("&gt;"),
                '"' => output.Append(hasHexQuotes ? "&#x22;" : "&#34;"),
                '\'' => output.Append(hasHexQuotes ? "&#x27;" : "&#39;"),
                '\t' or '\n' or '\r' => output.Append(CultureInfo.InvariantCulture, $"&#x{(int)letter:X};"),
                _ => output.Append(ValidXml(letter)),
            };
        }

        return output;
    }

    /// <summary>A text without characters that XML cannot hold, which become U+FFFD.</summary>
    public static string ValidXml(string text) => string.Concat(text.Select(ValidXml));

    private static char ValidXml(char letter) =>
        letter is (< ' ' and not ('\t' or '\n' or '\r')) or '\uFFFE' or '\uFFFF' ? '\uFFFD' : letter;
}
