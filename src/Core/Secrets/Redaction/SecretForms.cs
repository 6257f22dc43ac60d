using System.Text;

namespace SecretsKit.Core.Secrets.Redaction;

/// <summary>Receives one form of a value; the characters are lent for the call.</summary>
internal delegate void FormVisitor(ReadOnlySpan<char> form);

/// <summary>
/// Makes the forms that values take in texts, each once, and hands them to the hashes. What is made on the way lies in wiped buffers; only
/// numbers become strings. Not safe for concurrent use.
/// </summary>
internal sealed class SecretForms : IDisposable
{
    /// <summary>
    /// The shortest line of a value of several lines that is looked for by itself, in characters: shorter ones say little and hit much.
    /// </summary>
    public const int MinLineLength = 8;

    // A word with letters and digits in a longer value is likely to be the secret of it: the password of a URL.
    private const int MinWordLength = 7;

    private readonly FormHashes _hashes;
    private readonly WipedBuffer<char> _value = new();
    private readonly SecretTextForms _texts = new();
    private readonly SecretEncodings _encodings;

    public SecretForms(FormHashes hashes) => (_hashes, _encodings) = (hashes, new(hashes));

    /// <summary>Adds all forms of a value.</summary>
    /// <param name="bytes">UTF-8, or any bytes; lent for the call.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Encoding.UTF8.GetChars(bytes, _value);
        var value = _value.Span;
        _texts.Visit(value, form => Add(form, RedactionScope.MinBytes));
        _encodings.Add(value);
        if (value.Trim() is var trimmed && trimmed.Length < value.Length)
        {
            _encodings.Add(trimmed);
        }

        AddWords(value);
        foreach (var form in SecretNumbers.FormsOf(value))
        {
            _hashes.AddWhole(form);
            _encodings.Add(form);
        }

        if (value.Contains('\n'))
        {
            foreach (var range in value.Split('\n'))
            {
                AddLine(value[range].Trim());
            }
        }

        _value.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _value.Dispose();
        _texts.Dispose();
        _encodings.Dispose();
    }

    private void AddLine(ReadOnlySpan<char> line)
    {
        if (line.Length >= MinLineLength)
        {
            _texts.Visit(line, form => Add(form, MinLineLength));
            _encodings.Add(line);
        }
    }

    private void AddWords(ReadOnlySpan<char> value)
    {
        var start = 0;
        for (var at = 0; at <= value.Length; at++)
        {
            if (at < value.Length && char.IsAsciiLetterOrDigit(value[at]))
            {
                continue;
            }

            var word = value[start..at];
            if (word.Length >= MinWordLength && word.ContainsAnyInRange('0', '9') && word.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                Add(word, MinWordLength);
            }

            start = at + 1;
        }
    }

    private void Add(ReadOnlySpan<char> form, int minLength)
    {
        if (form.Length >= RedactionScope.FragmentLength)
        {
            _hashes.AddFragments(form);
        }
        else if (form.Length >= minLength)
        {
            _hashes.AddWhole(form);
        }
    }
}
