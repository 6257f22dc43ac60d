using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Values;

/// <summary>
/// The grammar of <c>--set</c> (spec helm.md 2.2): <c>a.b=1,l[0].x={a,b}</c>, laid over values in place. What the flavours do with the text
/// of a value is a parameter. One parser reads all arguments of a kind.
/// </summary>
internal sealed class SetParser(SetFlavour flavour)
{
    private const int MaxIndex = 65_536;
    private const int MaxNesting = 30;

    // The reference has no bound for lists in lists.
    private const int MaxLists = 1_000;

    // Places without a value that indexes beyond the end of a list leave, all arguments together. The reference has no bound.
    private const int MaxGaps = 4_000_000;

    private int _gaps;

    /// <summary>Applies one argument.</summary>
    /// <exception cref="SetSyntaxException">It cannot be understood, or does not fit the values that are there.</exception>
    public void Apply(ReadOnlySpan<byte> argument, MapValue values)
    {
        var cursor = new SetCursor(argument, flavour.HasEscapes);
        while (ReadKey(ref cursor, values, 0))
        {
        }
    }

    // Returns whether more may follow.
    private bool ReadKey(ref SetCursor cursor, MapValue map, int nesting)
    {
        var key = cursor.Until(flavour.KeyStops, out var stop);
        var name = new ByteString(key);
        switch (stop)
        {
            case 0:
                return key.Length == 0
                    ? false
                    : throw new SetSyntaxException($"key {Quote(key)} has no value") { Fault = SetFault.NoValue };
            case (byte)'[':
                if (ReadIndex(ref cursor) is not { } index)
                {
                    return false;
                }

                var list = map.TryGet(name, out var existing) ? List(existing) : new([]);
                var (items, more) = ReadItem(ref cursor, list, index, nesting);
                Set(map, name, items);
                return more;
            case (byte)'=':
                Set(map, name, ReadValue(ref cursor, out var isEnd));
                return !isEnd;
            case (byte)',':
                Set(map, name, Value.EmptyString);
                throw new SetSyntaxException($"key {Quote(key)} has no value (cannot end with ,)") { Fault = SetFault.NoValue };
            default:
                return ReadInnerKey(ref cursor, map, name, nesting + 1);
        }
    }

    private bool ReadInnerKey(ref SetCursor cursor, MapValue map, ByteString name, int nesting)
    {
        if (nesting > MaxNesting)
        {
            throw new SetSyntaxException($"value name nested level is greater than maximum supported nested level of {MaxNesting}");
        }

        var inner = map.TryGet(name, out var existing) ? Map(existing) : new MapValue();
        var more = ReadKey(ref cursor, inner, nesting);
        if (inner.Count == 0)
        {
            throw new SetSyntaxException($"key map {Quote(name.Span)} has no value") { Fault = SetFault.NoValue };
        }

        if (inner.Count > 0)
        {
            Set(map, name, Value.Of(inner));
        }

        return more;
    }

    private (Value List, bool More) ReadItem(ref SetCursor cursor, ListValue list, int index, int nesting, int lists = 1)
    {
        if (lists > MaxLists)
        {
            throw new SetSyntaxException($"more than {MaxLists} indexes follow each other");
        }

        if (index < 0)
        {
            throw new SetSyntaxException($"negative {index} index not allowed");
        }

        var unexpected = cursor.Until("[.="u8, out var stop);
        if (unexpected.Length > 0)
        {
            throw new SetSyntaxException($"unexpected data at end of array index: {QuoteRunes(unexpected)}");
        }

        var more = stop != 0;
        switch (stop)
        {
            case (byte)'=':
                list = WithItem(list, index, ReadValue(ref cursor, out var isEnd));
                more = !isEnd;
                break;
            case (byte)'[':
                if (ReadIndex(ref cursor) is not { } next)
                {
                    more = false;
                    break;
                }

                var inner = index < list.Count && !list[index].IsNil ? List(list[index]) : new([]);
                (var innerList, more) = ReadItem(ref cursor, inner, next, nesting, lists + 1);
                list = WithItem(list, index, innerList);
                break;
            case (byte)'.':
                var map = index < list.Count ? list[index].AsMap : null;
                map ??= new MapValue();
                more = ReadKey(ref cursor, map, nesting);
                list = WithItem(list, index, Value.Of(map));
                break;
        }

        return (Value.Of(list), more);
    }

    // Null where the argument ends inside the brackets, which is ignored.
    private int? ReadIndex(ref SetCursor cursor)
    {
        var digits = cursor.Until("]"u8, out var stop);
        if (stop == 0)
        {
            return flavour.IgnoresOpenIndex ? null : throw new SetSyntaxException("error parsing index: EOF");
        }

        var error = GoNumber.Atoi(digits, out var index);
        if (error != GoNumberError.None)
        {
            throw new SetSyntaxException("error parsing index: " + GoNumber.Describe("Atoi", digits, error));
        }

        return index > MaxIndex
            ? throw new SetSyntaxException(
                string.Create(CultureInfo.InvariantCulture, $"index of {index} is greater than maximum supported index of {MaxIndex}"))
            : (int)Math.Max(index, int.MinValue);
    }

    private Value ReadValue(ref SetCursor cursor, out bool isEnd)
    {
        if (flavour.ReadWhole is { } readWhole)
        {
            var whole = readWhole(cursor.Rest, out var consumed);
            cursor.Skip(consumed);
            isEnd = cursor.IsAtEnd;
            return whole;
        }

        isEnd = cursor.IsAtEnd;
        if (isEnd)
        {
            return Value.EmptyString;
        }

        if (cursor.TryTake((byte)'{'))
        {
            return ReadList(ref cursor, out isEnd);
        }

        var text = cursor.Until(","u8, out var stop);
        isEnd = stop == 0;
        return flavour.Convert(text);
    }

    private Value ReadList(ref SetCursor cursor, out bool isEnd)
    {
        var items = new List<Value>();
        while (true)
        {
            var text = cursor.Until(",}"u8, out var stop);
            if (stop == 0)
            {
                throw new SetSyntaxException("list must terminate with '}'");
            }

            items.Add(flavour.Convert(text));
            if (stop == '}')
            {
                cursor.TryTake((byte)',');
                isEnd = cursor.IsAtEnd;
                return Value.Of(new ListValue([.. items]));
            }
        }
    }

    // Lists that are written from their beginning to their end take time in proportion to their length.
    private ListValue WithItem(ListValue list, int index, Value value)
    {
        if (index == list.Count)
        {
            return list.Append([value], out _);
        }

        if (index < list.Count && value.AsMap is { } map && ReferenceEquals(list[index].AsMap, map))
        {
            return list;
        }

        var gap = Math.Max(index - list.Count, 0);
        _gaps += gap;
        if (_gaps > MaxGaps)
        {
            throw new SetSyntaxException($"indexes leave more than {MaxGaps} places without a value");
        }

        var items = new Value[Math.Max(list.Count, index + 1)];
        list.Items.CopyTo(items);
        items[index] = value;
        return new(items);
    }

    private static void Set(MapValue map, ByteString key, Value value)
    {
        if (!key.IsEmpty)
        {
            map.Set(key, value);
        }
    }

    private static MapValue Map(Value value) => value.AsMap ?? throw WrongType(value, "map[string]interface {}");

    private static ListValue List(Value value) => value.AsList is { } list ? list : throw WrongType(value, "[]interface {}");

    private static SetSyntaxException WrongType(Value value, string wanted) =>
        new($"unable to parse key: interface conversion: interface {{}} is {value.Type?.Name ?? "nil"}, not {wanted}");

    private static string Quote(ReadOnlySpan<byte> text) => GoQuote.Format(text, GoQuoteStyle.Quote);

    private static string QuoteRunes(byte[] text) =>
        "[" + string.Join(' ', Encoding.UTF8.GetString(text).EnumerateRunes().Select(rune => GoQuote.FormatRune(rune.Value))) + "]";
}
