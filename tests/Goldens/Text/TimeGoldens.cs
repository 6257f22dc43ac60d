using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

public sealed class TimeGoldens
{
    public static IEnumerable<TheoryDataRow<string>> Rfc3339 =>
        GoTextData.Rows("time.jsonl", row => row.Text("parse") is TimestampError.Rfc3339Layout);

    public static IEnumerable<TheoryDataRow<string>> Formatted => GoTextData.Rows("time.jsonl", row => row.Text("format") is not null);

    public static IEnumerable<TheoryDataRow<string>> Parsed => GoTextData.Rows("time.jsonl", row => row.Text("parse") is not null);

    public static IEnumerable<TheoryDataRow<string>> Durations => GoTextData.Rows("time.jsonl", row => row.Text("duration") is not null);

    [Theory]
    [MemberData(nameof(Rfc3339))]
    public void Timestamps_are_read_as_go_reads_them(string name)
    {
        var row = GoTextData.Read(name);
        var text = Encoding.UTF8.GetBytes(row.Text("text")!);
        var read = Timestamp.TryParseRfc3339(text, out var value, out var error);
        Assert.Equal(row.Text("out") ?? row.Text("error"), read ? value.ToRfc3339Nano() : error.Describe(text));
    }

    [Theory]
    [MemberData(nameof(Formatted))]
    public void Times_are_written_in_every_layout(string name)
    {
        var row = GoTextData.Read(name);
        var parts = row.Text("unixNano")!.Split('/');
        var time = new GoTime(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            Zone(row.Text("zone")!));
        Assert.Equal(row.Text("out"), Encoding.UTF8.GetString(time.Format(Encoding.UTF8.GetBytes(row.Text("format")!))));
    }

    [Theory]
    [MemberData(nameof(Parsed))]
    public void Times_are_read_in_every_layout(string name)
    {
        var row = GoTextData.Read(name);
        var read = GoTime.TryParse(
            Encoding.UTF8.GetBytes(row.Text("parse")!), Encoding.UTF8.GetBytes(row.Text("text")!), GoZone.Utc, out var time, out var error);
        Assert.Equal(row.Text("error"), error);
        if (read)
        {
            Assert.Equal(row.Text("out"), Encoding.UTF8.GetString(time.Format("2006-01-02T15:04:05.999999999Z07:00"u8)));
            Assert.Equal(row.Text("default"), Encoding.UTF8.GetString(time.Format(Encoding.UTF8.GetBytes(GoTime.DefaultLayout))));
        }
    }

    [Theory]
    [MemberData(nameof(Durations))]
    public void Durations_are_read_and_written(string name)
    {
        var row = GoTextData.Read(name);
        var read = GoDuration.TryParse(Encoding.UTF8.GetBytes(row.Text("duration")!), out var duration, out var error);
        Assert.Equal(row.Text("error"), error);
        if (read)
        {
            Assert.Equal(row.Text("nanoseconds"), duration.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(row.Text("out"), GoDuration.Format(duration));
            Assert.Equal(row.Text("roundMinute"), GoDuration.Format(GoDuration.Round(duration, GoDuration.Minute)));
            Assert.Equal(row.Text("truncateSecond"), GoDuration.Format(GoDuration.Truncate(duration, GoDuration.Second)));
        }
    }

    // The name of the zone and its offset as +hhmm.
    private static GoZone Zone(string text)
    {
        var sign = text.LastIndexOfAny(['+', '-']);
        var digits = int.Parse(text[sign..], CultureInfo.InvariantCulture);
        return GoZone.Fixed(text[..sign], ((digits / 100 * 60) + (digits % 100)) * 60);
    }
}
