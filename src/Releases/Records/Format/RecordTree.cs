using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Records.Format;

/// <summary>Reads fields of a record's tree. What is not there, or null, is empty; types were checked when the record was read.</summary>
internal static class RecordTree
{
    /// <summary>Go's time that is not set: the year 1.</summary>
    public static Timestamp ZeroTime { get; } = Parse("0001-01-01T00:00:00Z"u8)!.Value;

    /// <summary>A text, replaced where it is not UTF-8.</summary>
    public static string Text(MapValue fields, string key) => Bytes(fields, key).RevealText();

    /// <summary>The bytes of a text.</summary>
    public static ByteString Bytes(MapValue fields, string key) =>
        fields[new(key)] is { IsString: true } text ? new(text.StringBytes.AsMemory()) : ByteString.Empty;

    /// <summary>A whole number, or 0.</summary>
    public static int Integer(MapValue fields, string key) =>
        fields[new(key)] is { IsNil: false } number && TryInteger(number, out var integer) ? integer : 0;

    /// <summary>A moment; null if it is not set, and for the zero time.</summary>
    public static Timestamp? Time(MapValue fields, string key) => TimeOf(fields[new(key)]);

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(MapValue fields, string key)
    {
        var texts = new List<string>();
        foreach (var item in fields[new(key)].AsList is { } list ? list.Items : [])
        {
            texts.Add(item.IsString ? new ByteString(item.StringBytes.AsMemory()).RevealText() : "");
        }

        return texts;
    }

    /// <summary>The objects of a list; those that are null are left out.</summary>
    public static IReadOnlyList<MapValue> Objects(MapValue fields, string key)
    {
        var objects = new List<MapValue>();
        foreach (var item in fields[new(key)].AsList is { } list ? list.Items : [])
        {
            if (item.AsMap is { } map)
            {
                objects.Add(map);
            }
        }

        return objects;
    }

    /// <summary>A moment of RFC 3339; null for anything else and for the zero time.</summary>
    public static Timestamp? TimeOf(Value value) =>
        value.IsString && Parse(value.StringBytes) is { } time && !time.SameInstant(ZeroTime) ? time : null;

    /// <summary>A moment as text.</summary>
    public static Value OfTime(Timestamp? time) => time is { } known ? Value.Of(known.ToRfc3339Nano()) : Value.Nil;

    /// <summary>Whether a number is whole and fits 32 bits.</summary>
    public static bool TryInteger(Value value, out int integer)
    {
        integer = 0;
        switch (value.Kind)
        {
            case GoKind.Float64 when value.Float64 is >= int.MinValue and <= int.MaxValue && double.IsInteger(value.Float64):
                integer = (int)value.Float64;
                return true;
            case GoKind.Int or GoKind.Int64 when value.Bits is >= int.MinValue and <= int.MaxValue:
                integer = (int)value.Bits;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether <c>omitempty</c>, or <c>omitzero</c> for times, leaves a field out.</summary>
    public static bool IsEmpty(Value value, FieldKind kind) => kind switch
    {
        _ when value.IsNil => true,
        FieldKind.Time or FieldKind.TimeOrEmpty => TimeOf(value) is null,
        FieldKind.Integer => TryInteger(value, out var number) && number == 0,
        FieldKind.Boolean => !value.Boolean,
        _ when value.IsString => value.StringBytes.Length == 0,
        _ when value.AsList is { } list => list.Count == 0,
        FieldKind.Map or FieldKind.TextMap => value.AsMap is { Count: 0 },
        _ => false,
    };

    private static Timestamp? Parse(ReadOnlySpan<byte> text) => Timestamp.TryParseRfc3339(text, out var time) ? time : null;
}
