using System.Globalization;

namespace SecretsKit.Providers.Grpc;

/// <summary>The header grpc-timeout: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;

    /// <summary>Reads it; without one, or with one that cannot be read or is longer than any call, there is no limit.</summary>
    public static TimeSpan Parse(string? text)
    {
        if (text is not { Length: > 1 and <= MaxDigits + 1 }
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return Timeout.InfiniteTimeSpan;
        }

        var time = text[^1] switch
        {
            'H' => TimeSpan.FromHours(count),
            'M' => TimeSpan.FromMinutes(count),
            'S' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMilliseconds(count),
            'u' => TimeSpan.FromMicroseconds(count),
            'n' => TimeSpan.FromMicroseconds(count / 1000),
            _ => Timeout.InfiniteTimeSpan,
        };
        return time > TimeSpan.FromDays(1) ? Timeout.InfiniteTimeSpan : time;
    }
}
