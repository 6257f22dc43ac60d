using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Functions.Dates;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Dates and times of TOML; those without an offset carry their form as the name of their zone.</summary>
internal static class TomlTimes
{
    public const string LocalDateTime = "datetime-local";
    public const string LocalDate = "date-local";
    public const string LocalTime = "time-local";

    private static readonly (byte[] Layout, GoZone Zone, TomlVersion Since)[] Layouts =
    [
        ("2006-01-02T15:04:05.999999999Z07:00"u8.ToArray(), GoZone.Utc, TomlVersion.V10),
        ("2006-01-02T15:04:05.999999999"u8.ToArray(), GoZone.Fixed(LocalDateTime, 0), TomlVersion.V10),
        ("2006-01-02"u8.ToArray(), GoZone.Fixed(LocalDate, 0), TomlVersion.V10),
        ("15:04:05.999999999"u8.ToArray(), GoZone.Fixed(LocalTime, 0), TomlVersion.V10),
        ("2006-01-02T15:04Z07:00"u8.ToArray(), GoZone.Utc, TomlVersion.V11),
        ("2006-01-02T15:04"u8.ToArray(), GoZone.Fixed(LocalDateTime, 0), TomlVersion.V11),
        ("15:04"u8.ToArray(), GoZone.Fixed(LocalTime, 0), TomlVersion.V11),
    ];

    /// <summary>The time that a text means, or null.</summary>
    /// <param name="text">The text, its <c>T</c> and <c>Z</c> large.</param>
    /// <param name="version">Times without seconds are new in 1.1.</param>
    public static Value? Read(ReadOnlySpan<byte> text, TomlVersion version)
    {
        foreach (var (layout, zone, since) in Layouts)
        {
            if (since <= version && GoTime.TryParse(layout, text, zone, out var time, out _))
            {
                return IsPadded(text, layout) ? Value.Of(new TimeObject(time)) : null;
            }
        }

        return null;
    }

    // Go takes an hour of one digit; TOML does not. It shows where the separators are.
    private static bool IsPadded(ReadOnlySpan<byte> text, ReadOnlySpan<byte> layout)
    {
        for (var i = 0; i < layout.Length && layout[i] is not ((byte)'.' or (byte)'Z'); i++)
        {
            if (!char.IsAsciiDigit((char)layout[i]) && text[i] != layout[i])
            {
                return false;
            }
        }

        return true;
    }
}
