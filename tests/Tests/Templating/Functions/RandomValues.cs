using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Tests.Templating.Functions;

/// <summary>Values for property tests, the same for the same seed.</summary>
internal sealed class RandomValues(int seed)
{
    private static readonly string[] Texts =
    [
        "", "a", "b", "true", "0", "-1", "1.5", "0x1F", "é\ud83d\ude00", "a b  c", "x: y", "2006-01-02", "24h", "[", "(", "a{2", ">=1.2",
        "v1.2.3-rc.1",
        "{\"a\": [1, null]}", "[1, 2", "a = 1", "[t]\nk = [1, 2]", "http://u:p@h:80/p?q#f", "aGVsbG8=", "%zz", "-----BEGIN X-----", "$1${",
        "HTTPServer2x",
    ];

    private uint _state = (uint)seed * 2654435761 + 1;

    public int Next(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)limit);
    }

    public MapValue Map(int depth)
    {
        var map = new MapValue();
        for (var i = Next(5); i > 0; i--)
        {
            map.Set(new ByteString("k" + Next(6)), Any(depth - 1));
        }

        return map;
    }

    public ListValue List(int depth)
    {
        var items = new Value[Next(5)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Any(depth - 1);
        }

        return new(items);
    }

    public Value Any(int depth) => Next(depth > 0 ? 10 : 8) switch
    {
        0 => Value.Nil,
        1 => Value.Of(Next(2) == 0),
        2 => Value.Int(Number()),
        3 => Value.Int64(Number()),
        4 => Value.Float(Number() / 8.0),
        5 => Value.Of(Bytes()),
        6 or 7 => Text(),
        8 => Value.Of(Map(depth)),
        _ => Value.Of(List(depth)),
    };

    public Value Text() => Value.Of(Texts[Next(Texts.Length)]);

    /// <summary>A value that the engine lets through to a parameter; null where only objects of the functions themselves fit.</summary>
    public Value? Argument(ParameterType type) => type.Type.Kind switch
    {
        GoKind.Interface => Any(depth: 2),
        GoKind.String => Next(4) == 0 ? Value.Of(Bytes()) : Text(),
        GoKind.Int or GoKind.Int64 => Value.Scalar(type.Type, Number()),
        GoKind.Uint32 => Value.Scalar(type.Type, Next(1000)),
        GoKind.Float64 => Value.Float(Number() / 8.0),
        GoKind.Bool => Value.Of(Next(2) == 0),
        GoKind.Map => Value.Of(Next(8) == 0 ? MapValue.NilOf(type.Type) : Map(2)),
        GoKind.Slice => Value.Of(Next(4) == 0 ? ListValue.NilOf(type.Type) : List(2)),
        _ => null,
    };

    private long Number() => Next(12) switch
    {
        0 => long.MinValue,
        1 => long.MaxValue,
        2 => int.MaxValue,
        3 => -1,
        4 => 0,
        _ => Next(40) - 10,
    };

    private byte[] Bytes()
    {
        var bytes = new byte[Next(9)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Next(256);
        }

        return bytes;
    }
}
