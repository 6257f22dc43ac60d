using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Functions.Dates;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Dates and times of TOML; those without an offset carry their form as the name of their zone.</summary>
internal static class TomlTimes
{
    public const string LocalDateTime = "datetime-local";
    public const string LocalDate = "date-local";
    public const string LocalTime = "time-local";

    private static readonly (string Layout, string? Zone)[] Layouts =
    [
        ("2006-01-02T15:04:05.999999999Z07:00", null),
        ("2006-01-02T15:04:05.999999999", LocalDateTime),
        ("2006-01-02", LocalDate),
        ("15:04:05.999999999", LocalTime),
    ];

    /// <summary>The time that a text stands for, or null.</summary>
    public static Value? Read(ReadOnlySpan<byte> text)
    {
        // The T may be small or a blank, the Z small.
        var upper = text.ToArray();
        if (upper.Length > 10 && upper[10] is ((byte)'t' or (byte)' '))
        {
            upper[10] = (byte)'T';
        }

        if (upper is [.., (byte)'z'])
        {
            upper[^1] = (byte)'Z';
        }

        foreach (var (layout, zone) in Layouts)
        {
            var local = zone is null ? GoZone.Utc : GoZone.Fixed(zone, 0);
            if (GoTime.TryParse(System.Text.Encoding.ASCII.GetBytes(layout), upper, local, out var time, out _))
            {
                return Value.Of(new TimeObject(time));
            }
        }

        return null;
    }
}
