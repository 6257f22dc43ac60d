using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;
using static SecretsKit.Tests.Templating.Functions.Calls;

namespace SecretsKit.Tests.Templating.Functions;

public sealed class TimeFunctionTests
{
    private static readonly Value Moment = Call("toDate", "2006-01-02 15:04:05", "2024-03-05 07:08:09");

    [Theory]
    [InlineData("2024-03-05 07:08:09 +0000 UTC", "2006-01-02 15:04:05.999999999 -0700 MST")]
    [InlineData("Tuesday, March 5 2024", "Monday, January 2 2006")]
    [InlineData("065  65 Januar", "002 __2 Januar")]
    public void A_time_is_shown_in_the_layout_asked_for(string expected, string layout) =>
        Assert.Equal(expected, Calls.Text("date", layout, Moment));

    [Theory]
    [InlineData("17:13 EST -0500", "15:04 MST -0700", 1700000000, "America/New_York")]
    [InlineData("2024-07-03 11:46 CEST", "2006-01-02 15:04 MST", 1720000000, "Europe/Paris")]
    [InlineData("07:13 JST", "15:04 MST", 1700000000, "Asia/Tokyo")]
    [InlineData("22:13 UTC", "15:04 MST", 1700000000, "Nowhere/Zone")]
    [InlineData("22:13 UTC", "15:04 MST", 1700000000, "europe/berlin")]
    [InlineData("12:03:57 -04:56:02 LMT", "15:04:05 -07:00:00 MST", -2717650801, "America/New_York")]
    [InlineData("23:15:30 -00:44:30 MMT", "15:04:05 -07:00:00 MST", 0, "Africa/Monrovia")]
    [InlineData("10000-01-01 00:59 CET", "2006-01-02 15:04 MST", 253402300799, "Europe/Berlin")]
    [InlineData("22:13 UTC", "15:04 MST", 1700000000, "../../etc/passwd")]
    [InlineData("22:13 UTC", "15:04 MST", 1700000000, "/etc/localtime")]
    public void A_zone_decides_what_the_clock_shows(string expected, string layout, long seconds, string zone) =>
        Assert.Equal(expected, Calls.Text("dateInZone", layout, Value.Int(seconds), zone));

    [Fact]
    public void What_is_no_time_means_now()
    {
        var context = new Context(new FixedClock());
        Assert.Equal("2021-02-03", Show(Call(context, "htmlDate", 1700000000.0)));
        Assert.Equal("2021-02-03", Show(Call(context, "date", "2006-01-02", null)));
        Assert.Equal("2021-02-03 04:05:06 +0000 UTC m=+7.000000000", Show(Call(context, "now")));
        Assert.Equal(
            "1h0m0s", Show(Call(context, "ago", Value.Int(new DateTimeOffset(2021, 2, 3, 3, 5, 6, TimeSpan.Zero).ToUnixTimeSeconds()))));
    }

    [Theory]
    [InlineData("2h", "2h10m5s")]
    [InlineData("60m", "1h")]
    [InlineData("3mo", "2400h10m5s")]
    [InlineData("5m", "-5m10s")]
    [InlineData("0s", "garbage")]
    [InlineData("0s", 5)]
    [InlineData("1h", 3_700_000_000_000L)]
    public void Durations_are_rounded_to_the_largest_unit_that_they_exceed(string expected, object value) =>
        Assert.Equal(expected, Calls.Text("durationRound", value));

    [Theory]
    [InlineData("1m35s", "95")]
    [InlineData("1m35s", 95L)]
    [InlineData("0s", 95)]
    public void Seconds_become_a_duration(string expected, object value) => Assert.Equal(expected, Calls.Text("duration", value));

    [Fact]
    public void Times_are_moved_and_compared_by_their_methods()
    {
        var later = Call("dateModify", "-1.5h", Moment);
        Assert.Equal("2024-03-05 05:38:09 +0000 UTC", Show(later));
        Assert.Equal("2024-03-05 07:08:09 +0000 UTC", Show(Call("dateModify", "garbage", Moment)));
        Assert.Equal("time: invalid duration \"\"", Error("mustDateModify", "", Moment));
        Assert.Equal("1h30m0s", Show(Method(Moment, "Sub", later)));
        Assert.True(Method(Moment, "After", later).Boolean);
        Assert.Equal("2024-04-01 07:08:09 +0000 UTC", Show(Method(Moment, "AddDate", 0, 0, 27)));
        Assert.Equal("March", Show(Method(Moment, "Month")));
        Assert.Equal(3, Call("int", Method(Moment, "Month")).Bits);
        Assert.Equal("2024-03-05 07:00:00 +0000 UTC", Show(Method(Moment, "Truncate", Value.Int64(3_600_000_000_000))));
    }

    [Fact]
    public void A_text_that_is_no_time_gives_the_zero_time_or_the_reason()
    {
        Assert.Equal("0001-01-01 00:00:00 +0000 UTC", Calls.Text("toDate", "2006-01-02", "x"));
        Assert.Equal("parsing time \"2024-02-30\": day out of range", Error("mustToDate", "2006-01-02", "2024-02-30"));
        Assert.Equal("2024-02-29 12:00:00 +0200 +0200", Calls.Text("toDate", "2006-01-02T15:04:05Z07:00", "2024-02-29T12:00:00+02:00"));
    }

    [Fact]
    public void Months_and_weekdays_count_as_their_numbers()
    {
        Assert.Equal(3.0, Call("float64", Method(Moment, "Month")).Float64);
        Assert.Equal("2.5", Calls.Text("mulf", Method(Moment, "Weekday"), 1.25));
    }

    private static Value Method(Value receiver, string name, params object?[] arguments) =>
        ((Function)receiver.AsObject!.Method(new ByteString(name))!).Body(new Context(), Array.ConvertAll(arguments, ToValue));

    private sealed class FixedClock : TimeProvider
    {
        public override long TimestampFrequency => 1;

        public override DateTimeOffset GetUtcNow() => new(2021, 2, 3, 4, 5, 6, TimeSpan.Zero);

        public override long GetTimestamp() => 7;
    }
}
