using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>Times and durations as Vault writes and reads them.</summary>
internal static partial class VaultTime
{
    public static string Text(DateTimeOffset time)
    {
        var text = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.');
        return text + "Z";
    }

    /// <summary>Whole seconds, as for batch tokens.</summary>
    public static string Seconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Text(TimeSpan span)
    {
        var text = new StringBuilder();
        if (span.TotalHours >= 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h");
        }

        if (span.TotalMinutes >= 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{span.Minutes}m");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{span.Seconds}s").ToString();
    }

    /// <summary>Without parts that are zero: 2h and not 2h0m0s.</summary>
    public static string Short(TimeSpan span) => Zeros().Replace(Text(span), "");

    public static TimeSpan Parse(string text)
    {
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        var total = TimeSpan.Zero;
        var parts = Parts().Matches(text);
        if (parts.Count == 0 || string.Concat(parts.Select(part => part.Value)) != text)
        {
            throw new VaultRefusal(400, $"time: invalid duration \"{text}\"");
        }

        foreach (Match part in parts)
        {
            var count = double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
            total += part.Groups[2].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(count),
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                "h" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            };
        }

        return total;
    }

    [GeneratedRegex("([0-9.]+)(ms|s|m|h|d)")]
    private static partial Regex Parts();

    [GeneratedRegex("(?<=[hm])0[ms](0s)?$|(?<=m)0s$")]
    private static partial Regex Zeros();
}
