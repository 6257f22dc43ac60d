using System.Buffers.Binary;
using System.Text;

namespace SecretsKit.Integration.Agent.Telemetry;

/// <summary>A message of protobuf as it is on the wire, read without knowing what it means, and without our own reader.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public WireMessage(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var tag = Varint(ref rest);
            var (field, number, bytes) = ((int)(tag >> 3), 0UL, Array.Empty<byte>());
            switch (tag & 7)
            {
                case 0:
                    number = Varint(ref rest);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                    rest = rest[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref rest);
                    bytes = rest[..length].ToArray();
                    rest = rest[length..];
                    break;
                case 5:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
                    rest = rest[4..];
                    break;
                default:
                    throw new FormatException($"the wire type {tag & 7}");
            }

            _fields.Add((field, number, bytes));
        }
    }

    public IEnumerable<WireMessage> Messages(int field) => Of(field).Select(one => new WireMessage(one.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public byte[] Bytes(int field) => Of(field).Select(one => one.Bytes).LastOrDefault([]);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Number(int field) => Of(field).Select(one => one.Number).LastOrDefault();

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>A packed list of numbers of eight bytes.</summary>
    public ulong[] Packed(int field) => [.. Bytes(field).Chunk(8).Select(part => BinaryPrimitives.ReadUInt64LittleEndian(part))];

    public bool Has(int field) => Of(field).Any();

    /// <summary>Attributes: texts as they are, numbers in digits.</summary>
    public Dictionary<string, string> Attributes(int field) => Messages(field).ToDictionary(
        pair => pair.Text(1),
        pair => pair.Messages(2).Single() is var value && value.Has(3) ? $"{(long)value.Number(3)}" : value.Text(1));

    private IEnumerable<(int Field, ulong Number, byte[] Bytes)> Of(int field) => _fields.Where(one => one.Field == field);

    private static ulong Varint(ref ReadOnlySpan<byte> rest)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = rest[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }

            shift += 7;
        }
    }
}
