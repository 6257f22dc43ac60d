using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>Go's <c>time.Duration</c> with its methods.</summary>
internal sealed class DurationObject(long nanoseconds) : GoObject
{
    public override GoType Type => TimeTypes.Duration;

    public override Value Underlying => Value.Int64(nanoseconds);

    public override Value? JsonForm => Underlying;

    /// <summary>The nanoseconds of an argument, which is an object or, from a literal, a bare number.</summary>
    public static long Of(Value argument) => (argument.AsObject?.Underlying ?? argument).Bits;

    public override Function? Method(ByteString name) => Encoding.UTF8.GetString(name.Span) switch
    {
        "String" => Plain("String", Value.Of(GoDuration.Format(nanoseconds))),
        "Hours" => Plain("Hours", Value.Float(Split(GoDuration.Hour))),
        "Minutes" => Plain("Minutes", Value.Float(Split(GoDuration.Minute))),
        "Seconds" => Plain("Seconds", Value.Float(Split(GoDuration.Second))),
        "Milliseconds" => Plain("Milliseconds", Value.Int64(nanoseconds / 1_000_000)),
        "Microseconds" => Plain("Microseconds", Value.Int64(nanoseconds / 1_000)),
        "Nanoseconds" => Plain("Nanoseconds", Value.Int64(nanoseconds)),
        "Abs" => Plain("Abs", Value.Of(new DurationObject(nanoseconds == long.MinValue ? long.MaxValue : Math.Abs(nanoseconds)))),
        "Round" =>
            new(
                "Round",
                [TimeTypes.DurationParameter],
                null,
                (_, a) => Value.Of(new DurationObject(GoDuration.Round(nanoseconds, Of(a[0]))))),
        "Truncate" =>
            new(
                "Truncate",
                [TimeTypes.DurationParameter],
                null,
                (_, a) => Value.Of(new DurationObject(GoDuration.Truncate(nanoseconds, Of(a[0]))))),
        _ => null,
    };

    public override bool TryWriteText(IBufferWriter<byte> output)
    {
        output.Write(Encoding.UTF8.GetBytes(GoDuration.Format(nanoseconds)));
        return true;
    }

    public override bool? IsEqualTo(GoObject other) => other is DurationObject && other.Underlying.Bits == nanoseconds;

    // Whole units and the rest are divided apart, as Go does, which decides the last digit.
    private double Split(long unit) => (nanoseconds / unit) + (nanoseconds % unit / (double)unit);

    private static Function Plain(string name, Value value) => new(name, [], null, (_, _) => value);
}
