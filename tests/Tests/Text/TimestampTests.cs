using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Text;

public sealed class TimestampTests
{
    private const int Samples = 5_000;

    [Theory]
    [InlineData("2006-01-02T15:04:05.123456+07:06", "2006-01-02T15:04:05.123456+07:06")]
    [InlineData("2006-01-02T15:04:05.120Z", "2006-01-02T15:04:05.12Z")]
    [InlineData("2006-01-02T15:04:05+00:00", "2006-01-02T15:04:05Z")]
    [InlineData("2006-01-02T15:04:05-00:00", "2006-01-02T15:04:05Z")]
    [InlineData("2006-01-02T5:04:05,5Z", "2006-01-02T05:04:05.5Z")]
    [InlineData("2006-01-02T15:04:05.1234567899Z", "2006-01-02T15:04:05.123456789Z")]
    [InlineData("0000-02-29T00:00:00Z", "0000-02-29T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00+23:59", "0000-01-01T00:00:00+23:59")]
    [InlineData("9999-12-31T23:59:59.999999999-23:59", "9999-12-31T23:59:59.999999999-23:59")]
    [InlineData("2006-01-02T15:04:05+24:60", "2006-01-02T15:04:05+25:00")]
    public void Reads_and_writes(string text, string expected)
    {
        Assert.True(Timestamp.TryParseRfc3339(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(expected, value.ToRfc3339Nano());
    }

    [Theory]
    [InlineData("", "parsing time \"\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"2006\"")]
    [InlineData("2006", "parsing time \"2006\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"-\"")]
    [InlineData(
        "2006-1-02T15:04:05Z",
        "parsing time \"2006-1-02T15:04:05Z\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"1-02T15:04:05Z\" as \"01\"")]
    [InlineData("2006-02-30T15:04:05Z", "parsing time \"2006-02-30T15:04:05Z\": day out of range")]
    [InlineData("2006-01-02T24:04:05Z", "parsing time \"2006-01-02T24:04:05Z\": hour out of range")]
    [InlineData("2006-01-02T15:60:05Z", "parsing time \"2006-01-02T15:60:05Z\": minute out of range")]
    [InlineData("2006-01-02T15:04:60Z", "parsing time \"2006-01-02T15:04:60Z\": second out of range")]
    [InlineData(
        "2006-01-02T15:04:05", "parsing time \"2006-01-02T15:04:05\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\"")]
    [InlineData("2006-01-02T15:04:05+25:00", "parsing time \"2006-01-02T15:04:05+25:00\": time zone offset hour out of range")]
    [InlineData("2006-01-02T15:04:05Zx", "parsing time \"2006-01-02T15:04:05Zx\": extra text: \"x\"")]
    [InlineData(
        "é\"\n", "parsing time \"\\xc3\\xa9\\\"\\x0a\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\\xc3\\xa9\\\"\\x0a\" as \"2006\"")]
    public void Says_why_a_text_is_no_timestamp(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.False(Timestamp.TryParseRfc3339(bytes, out _, out var error));
        Assert.Equal(expected, error.Describe(bytes));
    }

    [Fact]
    public void Any_timestamp_of_four_digit_years_reads_back()
    {
        var random = new Random(20260105);
        for (var i = 0; i < Samples; i++)
        {
            var value = new Timestamp(
                random.NextInt64(-62_167_132_800, 253_402_214_400), random.Next(1_000_000_000), random.Next(-1439, 1440) * 60);
            Assert.True(Timestamp.TryParseRfc3339(Encoding.ASCII.GetBytes(value.ToRfc3339Nano()), out var read));
            Assert.Equal(value, read);
        }
    }

    [Fact]
    public void Mutated_texts_are_read_or_refused_and_never_crash()
    {
        var random = new Random(20260106);
        var seed = "2006-01-02T15:04:05.123456789+07:06"u8.ToArray();
        for (var i = 0; i < Samples; i++)
        {
            var text = seed.AsSpan(0, random.Next(seed.Length + 1)).ToArray();
            for (var edits = random.Next(4); edits > 0 && text.Length > 0; edits--)
            {
                text[random.Next(text.Length)] = "0123456789-:.,TZ+ x\xff"u8[random.Next(20)];
            }

            if (Timestamp.TryParseRfc3339(text, out var value, out var error))
            {
                Assert.True(Timestamp.TryParseRfc3339(Encoding.ASCII.GetBytes(value.ToRfc3339Nano()), out var again));
                Assert.Equal(value, again);
            }
            else
            {
                Assert.StartsWith("parsing time \"", error.Describe(text));
            }
        }
    }

    [Fact]
    public void Days_agree_with_the_calendar_of_the_platform()
    {
        for (var day = DateOnly.MinValue; day < new DateOnly(9990, 1, 1); day = day.AddDays(97))
        {
            var civil = CivilDate.FromDays(day.DayNumber - new DateOnly(1970, 1, 1).DayNumber);
            Assert.Equal(new CivilDate(day.Year, day.Month, day.Day), civil);
            Assert.Equal(day.DayNumber - new DateOnly(1970, 1, 1).DayNumber, civil.DaysSinceEpoch);
            Assert.Equal((day.DayOfYear, day.DayOfWeek), (civil.DayOfYear, civil.DayOfWeek));
        }
    }

    [Theory]
    [InlineData(-1, 12, 31)]
    [InlineData(-400, 2, 29)]
    [InlineData(-1234567, 3, 1)]
    [InlineData(12024, 7, 8)]
    [InlineData(987654321, 2, 28)]
    public void Days_have_no_limits_of_years(long year, int month, int day)
    {
        var date = new CivilDate(year, month, day);
        Assert.Equal(date, CivilDate.FromDays(date.DaysSinceEpoch));
        Assert.Equal(date.DaysSinceEpoch + 1, new CivilDate(year + 400, month, day).DaysSinceEpoch - 146_096);
    }

    [Fact]
    public void The_platforms_moments_keep_their_offset()
    {
        var moment = new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.FromMinutes(-210)).AddTicks(-1);
        var value = Timestamp.FromDateTimeOffset(moment);
        Assert.Equal("1969-12-31T23:59:58.9999999-03:30", value.ToRfc3339Nano());
        var utc = value with { OffsetSeconds = 0 };
        Assert.True(value.SameInstant(utc));
        Assert.NotEqual(value, utc);
    }
}
