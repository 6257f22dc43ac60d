using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Secrets;

/// <summary>
/// The decrypted values of one run, so that messages can be cleared of them before anyone sees them: as they are, in base64, and escaped as JSON
/// and as Go quote. Texts of fewer than <see cref="MinBytes"/> bytes, truth values and null are not kept: they would black out ordinary words.
/// </summary>
public sealed class SecretIndex
{
    /// <summary>The shortest text that is kept, in bytes.</summary>
    public const int MinBytes = 4;

    /// <summary>What stands in a message where a value stood.</summary>
    public const string Mark = "[REDACTED]";

    // A text of several lines is often quoted line by line; shorter lines say little and hit much.
    private const int MinLineBytes = 8;

    private readonly HashSet<string> _forms = new(StringComparer.Ordinal);
    private List<string>? _longestFirst;

    /// <summary>Keeps a value.</summary>
    /// <param name="value">UTF-8, or any bytes. Copied.</param>
    public void Add(ReadOnlySpan<byte> value)
    {
        AddText(value);
        if (value.IndexOf((byte)'\n') < 0)
        {
            return;
        }

        foreach (var range in value.Split((byte)'\n'))
        {
            var line = value[range].Trim(" \t\r"u8);
            if (line.Length >= MinLineBytes)
            {
                AddText(line);
            }
        }
    }

    /// <summary>The message with <see cref="Mark"/> in place of every value.</summary>
    public string Redact(string message) => Replace(message, static _ => Mark);

    /// <summary>The message with something in place of every value.</summary>
    /// <param name="message">The message.</param>
    /// <param name="standIn">What stands for a value, which is given as it was found. It should not look like a value.</param>
    /// <returns>The same object if no value is in it.</returns>
    public string Replace(string message, Func<string, string> standIn)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(standIn);
        _longestFirst ??= [.. _forms.OrderByDescending(form => form.Length)];
        foreach (var form in _longestFirst)
        {
            if (message.Contains(form, StringComparison.Ordinal))
            {
                message = message.Replace(form, standIn(form), StringComparison.Ordinal);
            }
        }

        return message;
    }

    private void AddText(ReadOnlySpan<byte> value)
    {
        if (value.Length < MinBytes || value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) || value.SequenceEqual("null"u8))
        {
            return;
        }

        _longestFirst = null;
        var text = Encoding.UTF8.GetString(value);
        _forms.Add(text);
        _forms.Add(text.TrimEnd('\n'));
        _forms.Add(Convert.ToBase64String(value));
        _forms.Add(GoQuote.Format(text)[1..^1]);
        _forms.Add(JsonEscaped(text, html: false));
        _forms.Add(JsonEscaped(text, html: true));
        _forms.RemoveWhere(form => form.Length < MinBytes);
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
                < ' ' => escaped.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
                '<' or '>' or '&' when html => escaped.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
