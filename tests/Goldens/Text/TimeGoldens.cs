using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

public sealed class TimeGoldens
{
    public static IEnumerable<TheoryDataRow<string>> Rfc3339 =>
        GoTextData.Rows("time.jsonl", row => row.Text("parse") is TimestampError.Rfc3339Layout);

    [Theory]
    [MemberData(nameof(Rfc3339))]
    public void Timestamps_are_read_as_go_reads_them(string name)
    {
        var row = GoTextData.Read(name);
        var text = Encoding.UTF8.GetBytes(row.Text("text")!);
        var read = Timestamp.TryParseRfc3339(text, out var value, out var error);
        Assert.Equal(row.Text("out") ?? row.Text("error"), read ? value.ToRfc3339Nano() : error.Describe(text));
    }
}
