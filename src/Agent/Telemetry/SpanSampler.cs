using System.Buffers.Binary;
using System.Diagnostics;

namespace SecretsKit.Agent.Telemetry;

/// <summary>Says which traces are recorded: the same ones in every program with the same ratio, because the identifier decides.</summary>
/// <param name="ratio">Which part, from 0 to 1.</param>
internal sealed class SpanSampler(double ratio)
{
    // The lower 63 bits that the identifier's last bytes have.
    private const double All = 9223372036854775808d;

    private readonly ulong _limit = (ulong)(ratio * All);

    /// <summary>Whether a span is recorded: with the one that it is a part of, or by its trace.</summary>
    public ActivitySamplingResult Sample(ref ActivityCreationOptions<ActivityContext> options)
    {
        var isRecorded = options.Parent.TraceId != default
            ? options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            : ratio >= 1 || (ratio > 0 && IsWithin(options.TraceId));
        return isRecorded ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None;
    }

    internal bool IsWithin(ActivityTraceId trace)
    {
        Span<byte> bytes = stackalloc byte[16];
        trace.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) >> 1 < _limit;
    }
}
