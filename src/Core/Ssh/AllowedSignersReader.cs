using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Ssh;

/// <summary>
/// Reads lists of signers (ssh-keygen(1), ALLOWED SIGNERS): <c>principals [options] type base64
/// [comment]</c>, a line each. A line that cannot be understood ends the reading: it may have been meant to forbid something.
/// </summary>
internal static class AllowedSignersReader
{
    private static readonly string[] MomentFormats = ["yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss"];

    public static List<AllowedSigner> Read(ReadOnlySpan<byte> text, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (text.Length > AllowedSigners.MaxBytes)
        {
            throw new SshFormatException($"the list of signers is longer than {AllowedSigners.MaxBytes} bytes");
        }

        var entries = new List<AllowedSigner>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(text).AsSpan().EnumerateLines())
        {
            number++;
            var rest = line.Trim();
            if (!rest.IsEmpty && rest[0] != '#' && ReadEntry(rest, number, zone) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static AllowedSigner? ReadEntry(ReadOnlySpan<char> line, int number, TimeZoneInfo zone)
    {
        if (HasControls(line))
        {
            throw Malformed(number, "control characters");
        }

        var rest = line;
        var principals = Word(ref rest, number).ToString();
        principals = principals is ['"', .., '"'] ? principals[1..^1] : principals;
        if (principals.Length == 0 || principals.Contains('"', StringComparison.Ordinal))
        {
            throw Malformed(number, "the principals are missing, or quoted in part");
        }

        var options = new Options();
        var word = Word(ref rest, number);
        if (!IsKeyType(word))
        {
            options = ReadOptions(word, number, zone);
            word = Word(ref rest, number);
        }

        var type = word.ToString();
        var base64 = Word(ref rest, number).ToString();
        if (base64.Length == 0)
        {
            throw Malformed(number, "no key");
        }

        try
        {
            var key = SshPublicKey.Parse(type, base64);
            return options.IsAuthority ? null : new(principals, key, number)
            {
                Namespaces = options.Namespaces,
                ValidAfter = options.ValidAfter,
                ValidBefore = options.ValidBefore,
            };
        }
        catch (SshFormatException failure)
        {
            return failure.UnsupportedType == type ? null : throw Malformed(number, "the key cannot be read");
        }
    }

    // Principals are shown to people: nothing in them may move the cursor or turn the direction of text.
    private static bool HasControls(ReadOnlySpan<char> line)
    {
        foreach (var character in line)
        {
            if (character != '\t'
                && char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsKeyType(ReadOnlySpan<char> word) =>
        word.StartsWith("ssh-")
            || word.StartsWith("ecdsa-")
            || word.StartsWith("sk-")
            || word.StartsWith("webauthn-")
            || word.StartsWith("rsa-sha2-");

    private static Options ReadOptions(ReadOnlySpan<char> text, int number, TimeZoneInfo zone)
    {
        var options = new Options();
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny(',', '=');
            var name = (end < 0 ? text : text[..end]).ToString().ToLowerInvariant();
            var hasValue = end >= 0 && text[end] == '=';
            text = end < 0 ? [] : text[(end + 1)..];
            switch (name, hasValue)
            {
                case ("cert-authority", false):
                    options.IsAuthority = true;
                    continue;
                case ("namespaces", true) when options.Namespaces is null:
                    options.Namespaces = Value(ref text, number);
                    break;
                case ("valid-after", true) when options.ValidAfter is null:
                    options.ValidAfter = Moment(Value(ref text, number), number, zone);
                    break;
                case ("valid-before", true) when options.ValidBefore is null:
                    options.ValidBefore = Moment(Value(ref text, number), number, zone);
                    break;
                default:
                    throw Malformed(number, "an option that is not known, or given twice");
            }

            if (!text.IsEmpty)
            {
                text = text[0] == ',' && text.Length > 1 ? text[1..] : throw Malformed(number, "options are separated by commas");
            }
        }

        return options.ValidAfter > options.ValidBefore ? throw Malformed(number, "valid-after is later than valid-before") : options;
    }

    // A word ends at white space outside of quotes.
    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest, int number)
    {
        rest = rest.TrimStart();
        var isQuoted = false;
        var end = 0;
        for (; end < rest.Length && (isQuoted || rest[end] is not (' ' or '\t')); end++)
        {
            if (rest[end] == '\\' && end + 1 < rest.Length && rest[end + 1] == '"')
            {
                end++;
            }
            else if (rest[end] == '"')
            {
                isQuoted = !isQuoted;
            }
        }

        if (isQuoted)
        {
            throw Malformed(number, "a quote that does not end");
        }

        var word = rest[..end];
        rest = rest[end..];
        return word;
    }

    private static string Value(ref ReadOnlySpan<char> text, int number)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            throw Malformed(number, "values of options stand in double quotes");
        }

        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                text = text[(i + 1)..];
                return value.ToString();
            }

            i += text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"' ? 1 : 0;
            value.Append(text[i]);
        }

        throw Malformed(number, "a quote that does not end");
    }

    private static long Moment(string text, int number, TimeZoneInfo zone)
    {
        var isUtc = text.EndsWith('Z') || text.EndsWith("UTC", StringComparison.Ordinal);
        var digits = isUtc ? text[..^(text.EndsWith('Z') ? 1 : 3)] : text;
        if (!DateTime.TryParseExact(digits, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            throw Malformed(number, "moments are written as YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z behind for UTC");
        }

        var offset = isUtc ? TimeSpan.Zero : zone.GetUtcOffset(moment);
        return (moment.Ticks - DateTime.UnixEpoch.Ticks - offset.Ticks) / TimeSpan.TicksPerSecond;
    }

    private static SshFormatException Malformed(int number, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {number} of the list of signers: {problem}"));

    private record struct Options(bool IsAuthority, string? Namespaces, long? ValidAfter, long? ValidBefore);
}
