using System.Buffers;
using System.Text;

namespace SecretsKit.Core.Secrets;

/// <summary>
/// Whole values as they stand in manifests: as they are, line by line, quoted and escaped, in base64
/// and hexadecimal, as numbers of Go. They are looked for all at once, so that many values take no longer than few.
/// </summary>
internal sealed class WholeSecrets
{
    private readonly HashSet<string> _forms = new(StringComparer.Ordinal);
    private readonly int[] _lengths;
    private readonly SearchValues<string> _search;

    public WholeSecrets(IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            AddForms(value);
            if (value.Contains('\n', StringComparison.Ordinal))
            {
                foreach (var line in value.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= SecretForms.MinLineLength))
                {
                    AddForms(line);
                }
            }
        }

        _lengths = [.. _forms.Select(form => form.Length).Distinct().OrderDescending()];
        _search = SearchValues.Create([.. _forms], StringComparison.Ordinal);
    }

    /// <summary>The text with something in place of every form, at each place the longest.</summary>
    /// <returns>The same object if there is none.</returns>
    public string Replace(string text, Func<string, string> standIn)
    {
        StringBuilder? replaced = null;
        var from = 0;
        while (text.AsSpan(from).IndexOfAny(_search) is >= 0 and var skip)
        {
            var at = from + skip;
            var form = FormAt(text, at);
            (replaced ??= new(text.Length)).Append(text, from, skip).Append(standIn(form));
            from = at + form.Length;
        }

        return replaced?.Append(text, from, text.Length - from).ToString() ?? text;
    }

    private string FormAt(string text, int at)
    {
        var lookup = _forms.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _lengths)
        {
            if (length <= text.Length - at && lookup.TryGetValue(text.AsSpan(at, length), out var form))
            {
                return form;
            }
        }

        throw new System.Diagnostics.UnreachableException("the search found none of its texts");
    }

    private void AddForms(string value)
    {
        var numbers = SecretNumbers.FormsOf(value).ToList();
        var encodings = numbers.Append(value).SelectMany(SecretEncodings.WholeOf);
        foreach (var form in SecretTextForms.Of(value).Concat(numbers).Concat(encodings).Append(value.TrimEnd('\n')))
        {
            if (form.Length >= SecretIndex.MinBytes)
            {
                _forms.Add(form);
            }
        }
    }
}
