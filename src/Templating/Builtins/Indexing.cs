using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Builtins;

/// <summary><c>index</c>, <c>slice</c> and <c>len</c> (spec go-template.md 4.2), with the words of Go's checks and panics.</summary>
internal static class Indexing
{
    public static Value Index(Value item, ReadOnlySpan<Value> indexes)
    {
        if (item.IsNil)
        {
            throw new FunctionException("index of untyped nil");
        }

        foreach (var index in indexes)
        {
            item = Element(item, Plain(item), index);
        }

        return item;
    }

    public static long Length(Value value, bool isInvalid)
    {
        if (value.IsNil)
        {
            throw new FunctionException(isInvalid ? "reflect: call of reflect.Value.Type on zero Value" : "len of nil pointer");
        }

        var plain = Plain(value);
        return plain.IsString ? plain.StringBytes.Length
            : plain.AsMap?.Count ?? plain.AsList?.Count ?? throw new FunctionException($"len of type {value.Type!.Name.TrimStart('*')}");
    }

    public static Value Slice(CallContext context, Value item, ReadOnlySpan<Value> indexes)
    {
        if (item.IsNil)
        {
            throw new FunctionException("slice of untyped nil");
        }

        if (indexes.Length > 3)
        {
            throw new FunctionException($"too many slice indexes: {indexes.Length}");
        }

        var plain = Plain(item);
        if (plain.IsString && indexes.Length == 3)
        {
            throw new FunctionException("cannot 3-index slice a string");
        }

        var length = plain.IsString
            ? plain.StringBytes.Length
            : plain.AsList?.Count ?? throw new FunctionException($"can't slice item of type {item.Type}");
        Span<long> bounds = [0, length, length];
        for (var i = 0; i < indexes.Length; i++)
        {
            bounds[i] = Position(indexes[i], length);
        }

        for (var i = 0; i < 2; i++)
        {
            if (bounds[i] > bounds[i + 1])
            {
                throw new FunctionException($"invalid slice index: {bounds[i]} > {bounds[i + 1]}");
            }
        }

        var (start, end) = ((int)bounds[0], (int)bounds[1]);
        context.Charge(end - start);
        return plain.IsString
            ? Value.Of(plain.StringBytes.AsSpan(start..end))
            : Value.Of(new ListValue(plain.AsList!.Items[start..end].ToArray(), plain.AsList.Type));
    }

    private static Value Element(Value shown, Value item, Value index)
    {
        if (item.AsMap is { } map)
        {
            if (!index.IsString)
            {
                throw new FunctionException(index.IsNil
                    ? "value is nil; should be of type string"
                    : $"value has type {index.Type}; should be string");
            }

            return map.TryGet(new ByteString(index.StringBytes.AsMemory()), out var value) ? value : ZeroValue.Of(map.Type.Element!);
        }

        if (item.IsString)
        {
            var text = item.StringBytes;
            var position = Position(index, text.Length);
            return position < text.Length
                ? Value.Scalar(GoType.Uint8, text[position])
                : throw new FunctionException("reflect: string index out of range");
        }

        if (item.AsList is { } list)
        {
            var position = Position(index, list.Count);
            return position < list.Count ? list[(int)position] : throw new FunctionException("reflect: slice index out of range");
        }

        throw new FunctionException(item.IsNil ? "index of nil pointer" : $"can't index item of type {shown.Type!.Name.TrimStart('*')}");
    }

    // Go's check accepts the length itself; the access then panics.
    private static long Position(Value index, int length)
    {
        var plain = index.AsObject is { Underlying: { IsNil: false } under } ? under : index;
        if (plain.Kind is < GoKind.Int or > GoKind.Uint64)
        {
            throw new FunctionException(index.IsNil
                ? "cannot index slice/array with nil"
                : $"cannot index slice/array with type {index.Type}");
        }

        return plain.Bits >= 0 && plain.Bits <= length ? plain.Bits : throw new FunctionException($"index out of range: {plain.Bits}");
    }

    private static Value Plain(Value value) => value.AsObject is not { } named ? value
        : named.Map is { } map ? Value.Of(map)
        : named.Underlying.IsNil ? value : named.Underlying;
}
