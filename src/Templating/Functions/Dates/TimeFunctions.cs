using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>Dates and durations (spec sprig.md 8).</summary>
internal static class TimeFunctions
{
    private const long Day = 24 * GoDuration.Hour;

    private static ReadOnlySpan<byte> HtmlLayout => "2006-01-02"u8;

    public static FunctionTable AddTimes(this FunctionTable table) => table
        .Add("now", static (c, _) => Now(c))
        .Add("date", static (c, a) => Value.Of((AnyTime(c, a[1]) with { Zone = Local(c) }).Format(a[0].StringBytes)), P.String, P.Any)
        .Add("dateInZone", static (c, a) => InZone(c, a[0].StringBytes, a[1], a[2]), P.String, P.Any, P.String)
        .Add("date_in_zone", static (c, a) => InZone(c, a[0].StringBytes, a[1], a[2]), P.String, P.Any, P.String)
        .Add("htmlDate", static (c, a) => Value.Of((AnyTime(c, a[0]) with { Zone = Local(c) }).Format(HtmlLayout)), P.Any)
        .Add("htmlDateInZone", static (c, a) => InZone(c, HtmlLayout, a[0], a[1]), P.Any, P.String)
        .Add("dateModify", static (_, a) => Modify(a[0].StringBytes, a[1], must: false), P.String, TimeTypes.TimeParameter)
        .Add("date_modify", static (_, a) => Modify(a[0].StringBytes, a[1], must: false), P.String, TimeTypes.TimeParameter)
        .Add("mustDateModify", static (_, a) => Modify(a[0].StringBytes, a[1], must: true), P.String, TimeTypes.TimeParameter)
        .Add("must_date_modify", static (_, a) => Modify(a[0].StringBytes, a[1], must: true), P.String, TimeTypes.TimeParameter)
        .Add("toDate", static (c, a) => Parse(c, a[0].StringBytes, a[1].StringBytes, must: false), P.String, P.String)
        .Add("mustToDate", static (c, a) => Parse(c, a[0].StringBytes, a[1].StringBytes, must: true), P.String, P.String)
        .Add("unixEpoch", static (_, a) => Text(TimeObject.Of(a[0]).Time.UnixSeconds), TimeTypes.TimeParameter)
        .Add(
            "ago",
            static (c, a) =>
                Value.Of(GoDuration.Format(GoDuration.Round(NowOf(c).Since(AnyTime(c, a[0], withInt32: false)), GoDuration.Second))),
            P.Any)
        .Add("duration", static (_, a) => Value.Of(GoDuration.Format(unchecked(Seconds(a[0]) * GoDuration.Second))), P.Any)
        .Add("durationRound", static (c, a) => Value.Of(Largest(c, a[0])), P.Any);

    private static GoZone Local(CallContext context) => context.Zones.Local;

    private static GoTime NowOf(CallContext context) => GoTime.From(context.Clock.GetUtcNow(), Local(context));

    private static Value Now(CallContext context)
    {
        var ticks = context.Clock.GetTimestamp();
        var monotonic = (long)((Int128)Math.Abs(ticks) * GoDuration.Second / context.Clock.TimestampFrequency);
        return Value.Of(new TimeObject(NowOf(context), monotonic));
    }

    // Seconds since 1970 as an integer, or a time. The float of a values file is neither, and means now.
    private static GoTime AnyTime(CallContext context, Value value, bool withInt32 = true) => value.AsObject is TimeObject time ? time.Time
        : value.AsObject is null && (value.Type == GoType.Int || value.Type == GoType.Int64 || (withInt32 && value.Type == GoType.Int32))
            ? new(value.Bits, 0, Local(context))
            : NowOf(context);

    private static Value InZone(CallContext context, ReadOnlySpan<byte> layout, Value value, Value zone) =>
        Value.Of((AnyTime(context, value) with { Zone = Find(context, Encoding.UTF8.GetString(zone.StringBytes)) }).Format(layout));

    // Names that lead out of the database's folder are unknown ones.
    private static GoZone Find(CallContext context, string name)
    {
        if (name == "Local")
        {
            return Local(context);
        }

        if (name is "" or "UTC" || name.Contains("..", StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal)
            || name.Contains('\0', StringComparison.Ordinal) || name[0] == '/')
        {
            return GoZone.Utc;
        }

        return context.Zones.Find(name) ?? GoZone.Utc;
    }

    private static Value Modify(ReadOnlySpan<byte> duration, Value time, bool must)
    {
        if (GoDuration.TryParse(duration, out var nanoseconds, out var error))
        {
            return TimeMethods.Later(TimeObject.Of(time), nanoseconds);
        }

        return must ? throw new FunctionException(error) : time;
    }

    private static Value Parse(CallContext context, ReadOnlySpan<byte> layout, ReadOnlySpan<byte> text, bool must) =>
        GoTime.TryParse(layout, text, Local(context), out var time, out var error) || !must
            ? Value.Of(new TimeObject(time))
            : throw new FunctionException(error);

    private static long Seconds(Value value)
    {
        if (!value.IsString)
        {
            return value.Type == GoType.Int64 ? value.Bits : 0;
        }

        // What is beyond the range counts as the nearest number.
        _ = GoNumber.ParseInt(value.StringBytes, 10, out var seconds);
        return seconds;
    }

    private static string Largest(CallContext context, Value value)
    {
        var duration = value.AsObject is TimeObject time ? NowOf(context).Since(time.Time) : value.Type == GoType.Int64 ? value.Bits : 0;
        if (value.IsString)
        {
            _ = GoDuration.TryParse(value.StringBytes, out duration, out _);
        }

        var magnitude = duration < 0 ? unchecked((ulong)-duration) : (ulong)duration;
        foreach (var (unit, name) in new[]
        {
            (365 * Day, "y"), (30 * Day, "mo"), (Day, "d"), (GoDuration.Hour, "h"), (GoDuration.Minute, "m"), (GoDuration.Second, "s"),
        })
        {
            if (magnitude > (ulong)unit)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{magnitude / (ulong)unit}{name}");
            }
        }

        return "0s";
    }

    private static Value Text(long number) => Value.Of(number.ToString(CultureInfo.InvariantCulture));
}
