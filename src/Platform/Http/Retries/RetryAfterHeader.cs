using System.Net.Http.Headers;

namespace SecretsKit.Platform.Http.Retries;

/// <summary>The Retry-After header (RFC 9110, section 10.2.3): seconds or a date.</summary>
internal static class RetryAfterHeader
{
    /// <summary>The wait that it asks for; never negative. Null if it is none.</summary>
    /// <param name="value">The header, or null.</param>
    /// <param name="now">What a date is counted from.</param>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(value, out var parsed))
        {
            return null;
        }

        var wait = parsed.Delta ?? (parsed.Date - now) ?? TimeSpan.Zero;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
