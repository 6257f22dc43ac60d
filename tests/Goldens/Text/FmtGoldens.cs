using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Formatting;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

public sealed class FmtGoldens
{
    private static readonly Dictionary<string, Value> Values = new()
    {
        ["int64 max"] = Value.Int64(long.MaxValue),
        ["float nan"] = Value.Float(double.NaN),
        ["float inf"] = Value.Float(double.PositiveInfinity),
        ["string"] = Value.Of("go"),
        ["string empty"] = Value.Of(""),
        ["string utf8"] = Value.Of("äΔ日"),
        ["string bad"] = Value.Of([(byte)'a', 0xFF, (byte)'b']),
        ["bool"] = Value.True,
        ["nil"] = Value.Nil,
        ["list any"] = List(null, Value.Int(1), Value.Of("a"), Value.Float(2.5), Value.Nil, Value.True),
        ["list string"] = List(GoType.StringSlice, Value.Of("a"), Value.Of("b c")),
        ["map any"] = Map(("b", Value.Int(1)), ("a", Value.Of("x")), ("c", List(null, Value.Float(1)))),
        ["map empty"] = Map(),
        ["bytes"] = List(GoType.ByteSlice, [.. "hi\0"u8.ToArray().Select(b => Value.Scalar(GoType.Uint8, b))]),
        ["rune"] = Value.Scalar(GoType.Int32, 'ä'),
        ["duration"] = Value.Of(new NinetySeconds()),
        ["nested"] = Map(("m", Map(("k", Value.Nil)))),
    };

    public static IEnumerable<TheoryDataRow<string>> Formatted => GoTextData.Rows("fmt.jsonl", row => row.Text("format") is not null);

    public static IEnumerable<TheoryDataRow<string>> Printed => GoTextData.Rows("fmt.jsonl", row => row.Text("print") is not null);

    [Theory]
    [MemberData(nameof(Formatted))]
    public void Formats_are_filled_in_as_go_fills_them_in(string name)
    {
        var row = GoTextData.Read(name);
        var output = new ArrayBufferWriter<byte>();
        GoPrintf.Write(output, Encoding.UTF8.GetBytes(row.Text("format")!), [.. row.GetProperty("args")
            .EnumerateArray()
            .Select(argument => Named(argument.GetString()!))]);
        Assert.Equal(Encoding.Latin1.GetString(row.GetProperty("out").Bytes()), Encoding.Latin1.GetString(output.WrittenSpan));
    }

    [Theory]
    [MemberData(nameof(Printed))]
    public void Operands_are_printed_as_go_prints_them(string name)
    {
        var row = GoTextData.Read(name);
        var inner = row.Text("print")!["[]interface {}{".Length..^1];
        Value[] operands = [.. inner.Split(", ").Select(Literal)];
        var output = new ArrayBufferWriter<byte>();
        GoPrint.Write(output, operands);
        Assert.Equal(row.Text("out"), Encoding.UTF8.GetString(output.WrittenSpan));
        output.Clear();
        GoPrint.WriteLine(output, operands);
        Assert.Equal(row.Text("ln"), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static Value Named(string name) => Values.TryGetValue(name, out var value) ? value
        : name.Split(' ') is ["int", var integer] ? Value.Int(long.Parse(integer, null))
        : name.Split(' ') is ["float", var real] ? Value.Float(double.Parse(real, null))
        : Value.Of(name["string ".Length..]);

    private static Value Literal(string text) => text switch
    {
        ['"', ..] => Value.Of(text[1..^1]),
        "interface {}(nil)" => Value.Nil,
        "true" => Value.True,
        _ => text.Contains('.', StringComparison.Ordinal) ? Value.Float(double.Parse(text, null)) : Value.Int(long.Parse(text, null)),
    };

    private static Value List(GoType? type, params Value[] items) => Value.Of(new ListValue(items, type));

    private static Value Map(params (string Key, Value Value)[] entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new ByteString(key), value);
        }

        return Value.Of(map);
    }

    private sealed class NinetySeconds : GoObject
    {
        private static readonly GoType DurationType = GoType.Named("time.Duration", GoKind.Int64);

        public override GoType Type => DurationType;

        public override Value Underlying => Value.Int64(90_000_000_000);

        public override bool TryWriteText(IBufferWriter<byte> output)
        {
            output.Write("1m30s"u8);
            return true;
        }
    }
}
