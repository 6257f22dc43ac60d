using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Secrets;

/// <summary>Whole values as they stand in manifests: as they are, line by line, in base64, escaped as JSON and as Go quote.</summary>
internal static class SecretTexts
{
    // Shorter lines say little and hit much.
    private const int MinLineLength = 8;

    /// <summary>All forms, the longest first, so that none hides behind a part of itself.</summary>
    public static List<string> LongestFirst(IEnumerable<string> values)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            AddForms(forms, value);
            if (!value.Contains('\n', StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var line in value.Split('\n'))
            {
                if (line.Trim() is { Length: >= MinLineLength } text)
                {
                    AddForms(forms, text);
                }
            }
        }

        return [.. forms.Where(form => form.Length >= SecretIndex.MinBytes).OrderByDescending(form => form.Length)];
    }

    private static void AddForms(HashSet<string> forms, string value)
    {
        forms.Add(value);
        forms.Add(value.TrimEnd('\n'));
        forms.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));
        forms.Add(GoQuote.Format(value)[1..^1]);
        forms.Add(JsonEscaped(value, html: false));
        forms.Add(JsonEscaped(value, html: true));
    }

    private static string JsonEscaped(string text, bool html)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' => escaped.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                '<' or '>' or '&' when html => escaped.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
