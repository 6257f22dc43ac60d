using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Formatting;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>The methods of <c>time.Time</c> that give one value.</summary>
internal static class TimeMethods
{
    public static Function? Find(TimeObject self, string name) => Clock(self.Time, name) ?? Unix(self.Time, name) ?? Other(self, name);

    private static Function? Clock(GoTime time, string name)
    {
        var date = time.Date;
        var second = time.SecondOfDay;
        return name switch
        {
            "Year" => Plain(name, Value.Int(date.Year)),
            "Month" => Plain(name, Value.Of(new NamedNumber(TimeTypes.Month, date.Month, CalendarNames.Months[date.Month - 1]))),
            "Day" => Plain(name, Value.Int(date.Day)),
            "YearDay" => Plain(name, Value.Int(date.DayOfYear)),
            "Weekday" =>
                Plain(name, Value.Of(new NamedNumber(TimeTypes.Weekday, (int)date.DayOfWeek, CalendarNames.Days[(int)date.DayOfWeek]))),
            "Hour" => Plain(name, Value.Int(second / 3600)),
            "Minute" => Plain(name, Value.Int(second / 60 % 60)),
            "Second" => Plain(name, Value.Int(second % 60)),
            "Nanosecond" => Plain(name, Value.Int(time.Nanoseconds)),
            _ => null,
        };
    }

    private static Function? Unix(GoTime time, string name) => name switch
    {
        "Unix" => Plain(name, Value.Int64(time.UnixSeconds)),
        "UnixMilli" => Plain(name, Value.Int64(unchecked((time.UnixSeconds * 1_000) + (time.Nanoseconds / 1_000_000)))),
        "UnixMicro" => Plain(name, Value.Int64(unchecked((time.UnixSeconds * 1_000_000) + (time.Nanoseconds / 1_000)))),
        "UnixNano" => Plain(name, Value.Int64(unchecked((time.UnixSeconds * 1_000_000_000) + time.Nanoseconds))),
        _ => null,
    };

    private static Function? Other(TimeObject self, string name)
    {
        var time = self.Time;
        return name switch
        {
            "String" => new(name, [], null, (_, _) => Value.Of(GoText.Format(Value.Of(self)))),
            "Format" => new(name, [P.String], null, (_, a) => Value.Of(time.Format(a[0].StringBytes))),
            "IsZero" => Plain(name, Value.Of(time.IsZero)),
            "Location" => Plain(name, Value.Of(new TextObject(TimeTypes.Location, time.Zone.Name))),
            "UTC" => Plain(name, New(time with { Zone = GoZone.Utc }, self.Monotonic)),
            "Local" => new(name, [], null, (c, _) => New(time with { Zone = c.Zones.Local }, self.Monotonic)),
            "Add" => new(name, [TimeTypes.DurationParameter], null, (_, a) => Later(self, DurationObject.Of(a[0]))),
            "AddDate" => new(name, [P.Int, P.Int, P.Int], null, (_, a) => AddDate(time, a[0].Bits, a[1].Bits, a[2].Bits)),
            "Sub" =>
                new(name, [TimeTypes.TimeParameter], null, (_, a) => Value.Of(new DurationObject(time.Since(TimeObject.Of(a[0]).Time)))),
            "Round" =>
                new(name, [TimeTypes.DurationParameter], null, (_, a) => New(time.ToMultiple(DurationObject.Of(a[0]), nearest: true))),
            "Truncate" =>
                new(name, [TimeTypes.DurationParameter], null, (_, a) => New(time.ToMultiple(DurationObject.Of(a[0]), nearest: false))),
            "Before" => Comparison(name, time, static order => Value.Of(order < 0)),
            "After" => Comparison(name, time, static order => Value.Of(order > 0)),
            "Equal" => Comparison(name, time, static order => Value.Of(order == 0)),
            "Compare" => Comparison(name, time, static order => Value.Int(Math.Sign(order))),
            "Date" or "Clock" => Refused(name, $"function {name} has 3 return values; should be 1 or 2"),
            "ISOWeek" or "Zone" => Refused(name, $"invalid function signature for {name}: second return value should be error; is int"),
            "ZoneBounds" => Refused(name, $"invalid function signature for {name}: second return value should be error; is time.Time"),
            _ => null,
        };
    }

    /// <summary>A time moved by nanoseconds, its monotonic reading too.</summary>
    public static Value Later(TimeObject time, long nanoseconds) =>
        New(time.Time.Add(nanoseconds), unchecked(time.Monotonic + nanoseconds));

    private static Value AddDate(GoTime time, long years, long months, long days)
    {
        var date = time.Date;
        return New(GoTime.FromParts(
            unchecked(date.Year + years), unchecked(date.Month + months), unchecked(
                date.Day + days), time.SecondOfDay, time.Nanoseconds, time.Zone));
    }

    private static Function Comparison(string name, GoTime time, Func<int, Value> answer) =>
        new(name, [TimeTypes.TimeParameter], null, (_, a) => answer(time.CompareMoment(TimeObject.Of(a[0]).Time)));

    private static Value New(GoTime time, long? monotonic = null) => Value.Of(new TimeObject(time, monotonic));

    private static Function Refused(string name, string why) => Plain(name, Value.Nil) with { Refusal = why };

    private static Function Plain(string name, Value value) => new(name, [], null, (_, _) => value);
}
