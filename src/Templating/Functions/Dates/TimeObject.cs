using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>Go's <c>time.Time</c>.</summary>
/// <param name="time">The moment and its clock.</param>
/// <param name="monotonic">
/// Nanoseconds of the monotonic clock, which <c>now</c> carries and its text shows; null where there is none.
/// </param>
internal sealed class TimeObject(GoTime time, long? monotonic = null) : GoObject
{
    private const int SecondsPerDay = 86_400;

    /// <summary>The moment and its clock.</summary>
    public GoTime Time => time;

    /// <summary>The reading of the monotonic clock.</summary>
    public long? Monotonic => monotonic;

    public override GoType Type => TimeTypes.Time;

    /// <summary>RFC 3339.</summary>
    public override Value? JsonForm => Value.Of(time.Timestamp.ToRfc3339Nano());

    // Times that can be read can still be beyond RFC 3339.
    public override string? JsonFailure => time.Date.Year is < 0 or > 9999 ? "Time.MarshalJSON: year outside of range [0,9999]"
        : Math.Abs(time.Timestamp.OffsetSeconds) >= SecondsPerDay ? "Time.MarshalJSON: timezone hour outside of range [0,23]"
        : null;

    public override string GoSyntaxText
    {
        get
        {
            var date = time.Date;
            var zone = ReferenceEquals(time.Zone, GoZone.Utc) ? "time.UTC"
                : ReferenceEquals(time.Zone, GoZone.LocalUtc) ? "time.Local"
                : $"time.Location({GoQuote.Format(time.Zone.Name)})";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"time.Date({date.Year}, time.{CalendarNames.Months[date.Month - 1]}, {date.Day}, {time.SecondOfDay / 3600}, " +
                $"{time.SecondOfDay / 60 % 60}, {time.SecondOfDay % 60}, {time.Nanoseconds}, {zone})");
        }
    }

    /// <summary>The time of an argument of type <c>time.Time</c>.</summary>
    public static TimeObject Of(Value argument) => (TimeObject)argument.AsObject!;

    public override Function? Method(ByteString name) => TimeMethods.Find(this, Encoding.UTF8.GetString(name.Span));

    public override bool TryWriteText(IBufferWriter<byte> output)
    {
        time.Format(output, Encoding.UTF8.GetBytes(GoTime.DefaultLayout));
        if (monotonic is { } reading)
        {
            var text = string.Create(
                CultureInfo.InvariantCulture, $" m=+{reading / GoDuration.Second}.{reading % GoDuration.Second:D9}");
            output.Write(Encoding.ASCII.GetBytes(text));
        }

        return true;
    }

    public override bool? IsEqualTo(GoObject other) =>
        other is TimeObject second && second.Monotonic == monotonic && second.Time == time;
}
