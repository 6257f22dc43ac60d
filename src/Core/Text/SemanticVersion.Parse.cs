using System.Text;

namespace SecretsKit.Core.Text;

public sealed partial record SemanticVersion
{
    private const int MaxTextLength = 256;
    private const string Invalid = "invalid semantic version";
    private const string LeadingZero = "version segment starts with 0";
    private const string LooseNumber = "error parsing version segment: ";

    private static string? ParseStrict(string text, SemanticVersionStyle style, out SemanticVersion? version)
    {
        version = null;
        if (text.Length == 0)
        {
            return "version string empty";
        }

        if (text.Length > MaxTextLength)
        {
            return "version string is too long";
        }

        var body = style == SemanticVersionStyle.Full && text[0] == 'v' ? text[1..] : text;
        var numbers = body.Split('.', 3);
        if (numbers.Length != 3)
        {
            return Invalid;
        }

        (numbers[2], var prerelease, var metadata) = SplitExtras(numbers[2]);
        foreach (var number in numbers)
        {
            if (!number.All(char.IsAsciiDigit))
            {
                return "invalid characters in version";
            }

            if (number is ['0', _, ..])
            {
                return LeadingZero;
            }
        }

        return Assemble(numbers, prerelease, metadata, out version);
    }

    private static string? ParseLoose(string text, out SemanticVersion? version)
    {
        version = null;
        if (text.Length > MaxTextLength)
        {
            return "version string is too long";
        }

        var body = text.StartsWith('v') ? text[1..] : text;
        var end = body.AsSpan().IndexOfAny('-', '+');
        var numbers = (end < 0 ? body : body[..end]).Split('.');
        var (_, prerelease, metadata) = SplitExtras(end < 0 ? "" : body[end..]);
        if (numbers.Length > 3 || !numbers.All(IsNumber) || !IsWellFormed(prerelease) || !IsWellFormed(metadata))
        {
            return Invalid;
        }

        return Assemble(
            [numbers[0], numbers.ElementAtOrDefault(1) ?? "0", numbers.ElementAtOrDefault(
                2) ?? "0"], prerelease, metadata, out version, LooseNumber);
    }

    // Null where there is no separator, and empty where nothing follows it, which is an error.
    private static (string Number, string? Prerelease, string? Metadata) SplitExtras(string text)
    {
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        var front = plus < 0 ? text : text[..plus];
        var hyphen = front.IndexOf('-', StringComparison.Ordinal);
        return (hyphen < 0 ? front : front[..hyphen], hyphen < 0 ? null : front[(hyphen + 1)..], plus < 0 ? null : text[(plus + 1)..]);
    }

    private static string? Assemble(
        string[] numbers, string? prerelease, string? metadata, out SemanticVersion? version, string numberError = "")
    {
        version = null;
        Span<ulong> values = stackalloc ulong[3];
        for (var i = 0; i < values.Length; i++)
        {
            var digits = Encoding.ASCII.GetBytes(numbers[i]);
            var result = GoNumber.ParseUint(digits, 10, out values[i]);
            if (result != GoNumberError.None)
            {
                return numberError + GoNumber.Describe("ParseUint", digits, result);
            }
        }

        if (!IsWellFormed(prerelease))
        {
            return "invalid prerelease string";
        }

        if (prerelease is not null && prerelease.Split('.').Any(part => part is ['0', _, ..] && IsNumber(part)))
        {
            return LeadingZero;
        }

        if (!IsWellFormed(metadata))
        {
            return "invalid metadata string";
        }

        version = new(values[0], values[1], values[2], prerelease ?? "", metadata ?? "");
        return null;
    }

    private static bool IsWellFormed(string? identifiers) => identifiers is null || identifiers.Split('.')
        .All(part => part.Length > 0 && part.All(c => c == '-' || char.IsAsciiLetterOrDigit(c)));

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
