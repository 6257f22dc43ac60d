using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Values;

/// <summary>
/// Other values of the same shape in the place of secrets. What comes out alike with both does not depend on a secret, so it may be
/// shown even where it equals one; what differs comes from a secret, however it was encoded or computed.
/// </summary>
public static class DecoySecrets
{
    // Prime to 10 and 26, so that no digit and no letter stays what it is.
    private const int Turn = 7;

    /// <summary>
    /// Another value of the same kind: each letter and digit is another one, signs stay, so that what reads URLs, versions or base64 still
    /// does. Truth values, null, zero and empty texts stay: they decide what is rendered and are no secret.
    /// </summary>
    /// <param name="secret">A scalar.</param>
    public static Value Of(Value secret) => secret.Kind switch
    {
        GoKind.String => Value.Of(Of(Encoding.UTF8.GetString(secret.StringBytes))),
        GoKind.Int or GoKind.Int64 => Value.Scalar(secret.Type!, Of(secret.Bits)),
        GoKind.Float64 when secret.Float64 is var number && double.IsInteger(number) && Math.Abs(number) < 1L << 53 =>
            Value.Float(Of((long)number)),
        GoKind.Float64 => Value.Float(secret.Float64 * 3),
        _ => secret,
    };

    private static string Of(string secret)
    {
        var decoy = new StringBuilder(secret.Length);
        var isChanged = false;
        foreach (var rune in secret.EnumerateRunes())
        {
            var other = rune.Value switch
            {
                >= '0' and <= '9' => Turned(rune.Value, '0', 10),
                >= 'a' and <= 'z' => Turned(rune.Value, 'a', 26),
                >= 'A' and <= 'Z' => Turned(rune.Value, 'A', 26),
                > '~' when !Rune.IsWhiteSpace(rune) => 'z',
                _ => '\0',
            };
            isChanged |= other != 0;
            _ = other == 0 ? decoy.Append(rune.ToString()) : decoy.Append(other);
        }

        return isChanged ? decoy.ToString() : string.Concat(secret.Select(c => char.IsWhiteSpace(c) ? c : 'x'));
    }

    // The same number of digits, at most one more: it may be a count.
    private static long Of(long secret)
    {
        if (secret == 0)
        {
            return secret;
        }

        var digits = new StringBuilder();
        foreach (var digit in secret.ToString(CultureInfo.InvariantCulture).TrimStart('-'))
        {
            digits.Append(Turned(digit, '0', 10));
        }

        digits[0] = digits[0] == '0' ? '1' : digits[0];
        var decoy = long.TryParse(digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return secret < 0 ? -decoy : decoy;
    }

    private static char Turned(int c, char first, int count) => (char)(first + ((c - first + Turn) % count));
}
