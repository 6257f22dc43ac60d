using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Age.Format;

/// <summary>
/// Public text in messages, quoted as Go does. What looks like a secret key is not shown: a mixed-up argument must not end in a log.
/// </summary>
internal static class Quoted
{
    private const int MaxLength = 4096;

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(ReadOnlySpan<byte> text) =>
        LooksSecret(text) ? "(a secret key, not shown)" : GoQuote.Format(text[..Math.Min(text.Length, MaxLength)], GoQuoteStyle.Quote);

    private static bool LooksSecret(ReadOnlySpan<byte> text)
    {
        var ascii = Encoding.ASCII.GetString(text);
        return ascii.Contains("SECRET-KEY-", StringComparison.OrdinalIgnoreCase)
            || ascii.Contains("AGE-PLUGIN-", StringComparison.OrdinalIgnoreCase)
            || ascii.Contains("PRIVATE KEY", StringComparison.Ordinal);
    }
}
