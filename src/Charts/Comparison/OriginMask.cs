using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Lines;

namespace SecretsKit.Charts.Comparison;

/// <summary>
/// Masks what comes from secrets, and nothing else: a document is compared with itself as it is rendered with other values in place of the
/// secrets. What both have was made without them, even where it equals one; what differs depends on one, in whatever form.
/// </summary>
/// <param name="tokens">Makes the stand-ins.</param>
/// <param name="decrypted">The values that were decrypted: where one is found that differs in part, all of it is masked.</param>
internal sealed class OriginMask(SecretMask tokens, RedactionScope decrypted)
{
    /// <summary>The lines of a text.</summary>
    /// <param name="real">As they are.</param>
    /// <param name="decoy">As they are with other values.</param>
    public IReadOnlyList<ByteString> Lines(IReadOnlyList<ByteString> real, IReadOnlyList<ByteString> decoy)
    {
        var masked = new List<ByteString>(real.Count);
        foreach (var change in LineDifference.Of(real, decoy))
        {
            while (masked.Count < change.OldStart)
            {
                masked.Add(real[masked.Count]);
            }

            for (var at = 0; at < change.OldCount; at++)
            {
                var line = real[change.OldStart + at].RevealText();

                // Where there are more or fewer lines, a secret decides which there are.
                masked.Add(new(change.OldCount == change.NewCount ? Text(line, decoy[change.NewStart + at].RevealText()) : Whole(line)));
            }
        }

        while (masked.Count < real.Count)
        {
            masked.Add(real[masked.Count]);
        }

        return masked;
    }

    /// <summary>A value within a document.</summary>
    /// <param name="real">As it is.</param>
    /// <param name="decoy">As it is with other values.</param>
    public Value Mask(Value real, Value decoy)
    {
        if (real.AsMap is { } map)
        {
            var copy = new MapValue(capacity: map.Count);
            foreach (var (key, inner) in map.Entries)
            {
                var isInBoth = decoy.AsMap?.Contains(key) == true;
                copy.Set(isInBoth ? key : new(Whole(key.RevealText())), Mask(inner, isInBoth ? decoy.AsMap![key] : default));
            }

            return Value.Of(copy);
        }

        if (real.AsList is { } list)
        {
            var items = new Value[list.Count];
            for (var at = 0; at < items.Length; at++)
            {
                items[at] = Mask(list[at], decoy.AsList is { } others && others.Count == list.Count ? others[at] : default);
            }

            return Value.Of(new ListValue(items));
        }

        return !ScalarText.TryOf(real, out var text) ? real
            : !ScalarText.TryOf(decoy, out var other) ? Value.Of(Whole(text))
            : text == other ? real
            : Value.Of(Text(text, other));
    }

    // The part between what both begin and end with, and as far around it as letters and digits or a decrypted value go.
    private string Text(string real, string decoy)
    {
        if (real == decoy)
        {
            return real;
        }

        var start = real.AsSpan().CommonPrefixLength(decoy);
        var end = real.Length;
        for (var rest = decoy.Length; end > start && rest > start && real[end - 1] == decoy[rest - 1]; rest--)
        {
            end--;
        }

        foreach (var found in decrypted.Find(real))
        {
            if (found.Start < end && found.End > start)
            {
                (start, end) = (Math.Min(start, found.Start), Math.Max(end, found.End));
            }
        }

        while (start > 0 && char.IsLetterOrDigit(real[start - 1]))
        {
            start--;
        }

        while (end < real.Length && char.IsLetterOrDigit(real[end]))
        {
            end++;
        }

        return string.Concat(real.AsSpan(0, start), tokens.Token(real[start..end]), real.AsSpan(end));
    }

    private string Whole(string line)
    {
        var indent = line.Length - line.TrimStart(' ').Length;
        return indent == line.Length ? line : line[..indent] + tokens.Token(line[indent..]);
    }
}
