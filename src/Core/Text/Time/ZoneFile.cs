using System.Buffers.Binary;
using System.Text;

namespace SecretsKit.Core.Text.Time;

/// <summary>
/// A compiled time zone (RFC 9636, <c>TZif</c>) with its whole history: the moments at which the clock changed and, for what comes after
/// them, its <see cref="ZoneRules"/>. Leap seconds are not counted, as Go does not count them.
/// </summary>
public static class ZoneFile
{
    private const int HeaderSize = 44;
    private const int ClockSize = 6;

    /// <summary>Reads one.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">The name that Go's <c>Location</c> prints.</param>
    /// <returns>Null where the data is none.</returns>
    public static GoZone? Read(ReadOnlySpan<byte> data, string name)
    {
        if (!TryReadHeader(data, out var header))
        {
            return null;
        }

        var timeSize = 4;
        data = data[HeaderSize..];
        if (header.Version >= 2)
        {
            // The same again follows with times of 64 bits.
            if (data.Length < header.Size(timeSize) || !TryReadHeader(data[header.Size(timeSize)..], out var second))
            {
                return null;
            }

            data = data[(header.Size(timeSize) + HeaderSize)..];
            (header, timeSize) = (second, 8);
        }

        return data.Length < header.Size(timeSize) || header.Clocks == 0 ? null : Read(data, header, timeSize, name);
    }

    private static RecordedZone? Read(ReadOnlySpan<byte> data, Header header, int timeSize, string name)
    {
        var times = data[..(header.Changes * timeSize)];
        var indexes = data.Slice(times.Length, header.Changes);
        var clocks = data.Slice(times.Length + indexes.Length, header.Clocks * ClockSize);
        var names = data.Slice(times.Length + indexes.Length + clocks.Length, header.NameBytes);
        var zones = new RecordedZone.Clock[header.Clocks];
        for (var i = 0; i < zones.Length; i++)
        {
            var record = clocks.Slice(i * ClockSize, ClockSize);
            if (record[5] >= names.Length)
            {
                return null;
            }

            var text = names[record[5]..];
            var end = text.IndexOf((byte)0);
            zones[i] = new(
                BinaryPrimitives.ReadInt32BigEndian(record), record[4] != 0, Encoding.ASCII.GetString(end < 0 ? text : text[..end]));
        }

        var changes = new RecordedZone.Change[header.Changes];
        for (var i = 0; i < changes.Length; i++)
        {
            if (indexes[i] >= zones.Length)
            {
                return null;
            }

            var time = times[(i * timeSize)..];
            changes[i] = new(
                timeSize == 8 ? BinaryPrimitives.ReadInt64BigEndian(time) : BinaryPrimitives.ReadInt32BigEndian(time), indexes[i]);
        }

        return new(name, zones, changes, Rules(data[header.Size(timeSize)..], timeSize));
    }

    // The last line, between two line breaks.
    private static ZoneRules? Rules(ReadOnlySpan<byte> footer, int timeSize)
    {
        if (timeSize < 8 || footer is not [(byte)'\n', .., (byte)'\n'])
        {
            return null;
        }

        return ZoneRules.Parse(Encoding.ASCII.GetString(footer[1..^1]));
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> data, out Header header)
    {
        header = default;
        if (data.Length < HeaderSize || !data.StartsWith("TZif"u8) || data[4] is not (0 or (>= (byte)'2' and <= (byte)'9')))
        {
            return false;
        }

        Span<int> counts = stackalloc int[6];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = BinaryPrimitives.ReadInt32BigEndian(data[(20 + (i * 4))..]);
            if (counts[i] is < 0 or > 1 << 20)
            {
                return false;
            }
        }

        header = new(data[4] == 0 ? 1 : data[4] - '0', counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
        return true;
    }

    private readonly record struct Header(
        int Version, int UtcMarks, int StandardMarks, int LeapSeconds, int Changes, int Clocks, int NameBytes)
    {
        public int Size(int timeSize) =>
            (Changes * (timeSize + 1)) + (Clocks * ClockSize) + NameBytes + (LeapSeconds * (timeSize + 4)) + StandardMarks + UtcMarks;
    }
}
