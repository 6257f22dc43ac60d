using System.Text;

namespace SecretsKit.Core.Secrets;

/// <summary>
/// The decrypted values of one run, so that messages can be cleared of them before anyone sees them: as they are, in another case, quoted,
/// escaped, in base64 at any offset, in hexadecimal, numbers as Go prints them, and every part of
/// <see cref="FragmentLength"/> characters of those, since messages cut what they quote. Texts of fewer than <see cref="MinBytes"/> bytes,
/// truth values and null are not kept: they would black out ordinary words. Forms are made once, when the first
/// message comes. Not safe for concurrent use.
/// </summary>
public sealed class SecretIndex
{
    /// <summary>The shortest text that is kept, in bytes.</summary>
    public const int MinBytes = 4;

    /// <summary>The shortest part of a longer text that is not shown, in characters.</summary>
    public const int FragmentLength = 10;

    /// <summary>What stands in a message where a value, or part of one, stood.</summary>
    public const string Mark = "[REDACTED]";

    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private SecretForms? _forms;
    private WholeSecrets? _whole;

    /// <summary>Whether no value is kept.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Keeps a value.</summary>
    /// <param name="value">UTF-8, or any bytes. Copied.</param>
    public void Add(ReadOnlySpan<byte> value)
    {
        if (value.Length < MinBytes || value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) || value.SequenceEqual("null"u8))
        {
            return;
        }

        _values.Add(Encoding.UTF8.GetString(value));
        (_forms, _whole) = (null, null);
    }

    /// <summary>The message with <see cref="Mark"/> in place of every value and part of one.</summary>
    /// <returns>The same object if nothing of a value is in it.</returns>
    public string Redact(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsEmpty)
        {
            return message;
        }

        _forms ??= new(_values);
        StringBuilder? cleared = null;
        var from = 0;
        for (var at = 0; at < message.Length;)
        {
            var end = _forms.EndOfMatch(message, at);
            if (end == at)
            {
                at++;
                continue;
            }

            (cleared ??= new(message.Length)).Append(message, from, at - from).Append(Mark);
            from = at = end;
        }

        return cleared?.Append(message, from, message.Length - from).ToString() ?? message;
    }

    /// <summary>
    /// The message with something in place of every whole value, its lines, and both quoted and encoded: parts of values stay.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="standIn">What stands for a value, which is given as it was found. It should not look like a value.</param>
    /// <returns>The same object if no value is in it.</returns>
    public string Replace(string message, Func<string, string> standIn)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(standIn);
        return IsEmpty ? message : (_whole ??= new(_values)).Replace(message, standIn);
    }
}
