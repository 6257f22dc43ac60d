namespace SecretsKit.Core.Secrets;

/// <summary>What secret values look like in messages: each form is made once for each value, and kept as hashes.</summary>
internal sealed class SecretForms
{
    /// <summary>
    /// The shortest line of a value of several lines that is looked for by itself, in characters: shorter ones say little and hit much.
    /// </summary>
    public const int MinLineLength = 8;

    // A word with letters and digits in a longer value is likely to be the secret of it: the password of a URL.
    private const int MinWordLength = 7;

    private readonly FormHashes _hashes = new();

    public SecretForms(IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            AddValue(value);
        }
    }

    /// <summary>Where what matches from a position on ends; the position itself if nothing does.</summary>
    public int EndOfMatch(ReadOnlySpan<char> message, int start)
    {
        var end = start;
        for (var at = start; at == start || at < end; at++)
        {
            end = Math.Max(end, at + _hashes.LengthAt(message[at..]));
        }

        return end;
    }

    private void AddValue(string value)
    {
        foreach (var form in SecretTextForms.Of(value))
        {
            Add(form, SecretIndex.MinBytes);
        }

        SecretEncodings.Add(value, _hashes);
        if (value.Trim() is var trimmed && trimmed.Length < value.Length)
        {
            SecretEncodings.Add(trimmed, _hashes);
        }

        AddWords(value);
        foreach (var form in SecretNumbers.FormsOf(value))
        {
            _hashes.AddWhole(form);
            SecretEncodings.Add(form, _hashes);
        }

        if (value.Contains('\n', StringComparison.Ordinal))
        {
            foreach (var line in value.Split('\n'))
            {
                foreach (var form in SecretTextForms.Of(line.Trim()))
                {
                    Add(form, MinLineLength);
                }
            }
        }
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
                Add(word, MinWordLength);
            }

            start = at + 1;
        }
    }

    private void Add(ReadOnlySpan<char> form, int minLength)
    {
        if (form.Length >= SecretIndex.FragmentLength)
        {
            _hashes.AddFragments(form);
        }
        else if (form.Length >= minLength)
        {
            _hashes.AddWhole(form);
        }
    }
}
