using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Secrets;

/// <summary>What secret values look like in messages: short forms as they are, longer ones by a hash of each part of a fixed length.</summary>
internal sealed class SecretForms
{
    // A text of several lines is often quoted line by line; shorter lines say little and hit much.
    private const int MinLineLength = 8;

    // A word with letters and digits in a longer value is likely to be the secret of it: the password of a URL.
    private const int MinWordLength = 7;

    // A form of a short value that stands in a longer text of the same encoding has fewer characters of its own.
    private const int MinEncodedLength = 6;
    private const int Base64Group = 3;
    private const ulong HashFactor = 0x9E3779B97F4A7C15;

    private readonly HashSet<ulong> _fragments = [];
    private readonly Dictionary<int, HashSet<string>> _short = [];

    public SecretForms(IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            AddValue(value);
        }
    }

    /// <summary>Where what matches from a position on ends; the position itself if nothing does.</summary>
    public int EndOfMatch(string message, int start)
    {
        var end = start;
        for (var at = start; at == start || at < end; at++)
        {
            end = Math.Max(end, at + LengthAt(message, at));
        }

        return end;
    }

    private int LengthAt(string message, int at)
    {
        var length = 0;
        if (message.Length - at >= SecretIndex.FragmentLength && _fragments.Contains(Hash(message.AsSpan(at, SecretIndex.FragmentLength))))
        {
            length = SecretIndex.FragmentLength;
        }

        foreach (var (size, texts) in _short)
        {
            if (size > length && message.Length - at >= size && texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(message.AsSpan(at, size)))
            {
                length = size;
            }
        }

        return length;
    }

    private void AddValue(string value)
    {
        AddForm(value, SecretIndex.MinBytes);
        AddForm(value.Trim(), SecretIndex.MinBytes);
        AddForm(GoQuote.Format(value)[1..^1], SecretIndex.MinBytes);
        AddForm(ForHtml(GoQuote.Format(value)[1..^1]), SecretIndex.MinBytes);
        AddForm(Uri.EscapeDataString(value), MinEncodedLength);
        AddForm(System.Net.WebUtility.HtmlEncode(value), MinEncodedLength);
        AddForm(value.Replace("'", "''", StringComparison.Ordinal), SecretIndex.MinBytes);
        var bytes = Encoding.UTF8.GetBytes(value);
        AddForm(Convert.ToHexString(bytes), MinEncodedLength);
        AddForm(string.Join(' ', bytes.Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))), MinEncodedLength);
        AddForm(Convert.ToBase64String(bytes).TrimEnd('='), MinEncodedLength);
        for (var offset = 1; offset < Base64Group; offset++)
        {
            AddForm(Inner(bytes, offset), SecretIndex.FragmentLength - 1);
        }

        AddForm(Inner(bytes, 0), SecretIndex.FragmentLength - 1);
        AddWords(value);
        if (value.Contains('\n', StringComparison.Ordinal))
        {
            foreach (var line in value.Split('\n'))
            {
                AddForm(line.Trim(), MinLineLength);
            }
        }
    }

    // As JSON is written that may stand in a page.
    private static string ForHtml(string json) => json
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal);

    // In a longer text of base64 the first and the last group hold bits of what stands around the value.
    private static string Inner(byte[] bytes, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        var skip = offset == 0 ? 0 : 4;
        var drop = (bytes.Length + offset) % Base64Group == 0 ? 0 : 4;
        return text.Length > skip + drop ? text[skip..^drop] : "";
    }

    private void AddWords(string value)
    {
        var start = 0;
        for (var at = 0; at <= value.Length; at++)
        {
            if (at < value.Length && char.IsAsciiLetterOrDigit(value[at]))
            {
                continue;
            }

            var word = value.AsSpan(start, at - start);
            if (word.Length >= MinWordLength && word.ContainsAnyInRange('0', '9') && word.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                AddForm(word.ToString(), MinWordLength);
            }

            start = at + 1;
        }
    }

    private void AddForm(string form, int minLength)
    {
        if (form.Length < minLength)
        {
            return;
        }

        if (form.Length < SecretIndex.FragmentLength)
        {
            if (!_short.TryGetValue(form.Length, out var texts))
            {
                _short[form.Length] = texts = new(StringComparer.Ordinal);
            }

            texts.Add(form);
            return;
        }

        for (var at = 0; at + SecretIndex.FragmentLength <= form.Length; at++)
        {
            var part = form.AsSpan(at, SecretIndex.FragmentLength);
            if (!IsPlain(part))
            {
                _fragments.Add(Hash(part));
            }
        }
    }

    // Blanks, dashes, dots: the look of a text, not its content.
    private static bool IsPlain(ReadOnlySpan<char> part)
    {
        var letters = 0;
        foreach (var c in part)
        {
            letters += char.IsLetterOrDigit(c) ? 1 : 0;
        }

        return letters < SecretIndex.FragmentLength / 2;
    }

    // Upper and lower case are the same.
    private static ulong Hash(ReadOnlySpan<char> part)
    {
        var hash = 0UL;
        foreach (var c in part)
        {
            hash = (System.Numerics.BitOperations.RotateLeft(hash, 13) ^ (char.IsAsciiLetterUpper(c) ? (uint)c | 0x20 : c)) * HashFactor;
        }

        return hash;
    }
}
