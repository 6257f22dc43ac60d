using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Collections;

/// <summary>Lists (spec sprig.md 5). None changes its argument.</summary>
internal static class Lists
{
    // Bytes of a list beside its elements.
    private const int ChunkCost = 64;

    public static FunctionTable AddLists(this FunctionTable table)
    {
        table
            .AddVariadic("list", static (c, a) => Made(c, a.ToArray()), P.Any)
            .AddVariadic("tuple", static (c, a) => Made(c, a.ToArray()), P.Any)
            .Add(new("concat", [], P.Any, static (c, a) => Concat(c, a)) { IsUntyped = true });
        foreach (var must in new[] { false, true })
        {
            table
                .Add(Twin("first", must), static (_, a) => Find(a[0], "first") is { Count: > 0 } list ? list[0] : Value.Nil, P.Any)
                .Add(
                    Twin("last", must),
                    static (_, a) => Find(a[0], "last") is { Count: > 0 } list ? list[list.Count - 1] : Value.Nil,
                    P.Any)
                .Add(Twin("rest", must), static (_, a) => Part(Find(a[0], "rest"), 1, 0), P.Any)
                .Add(Twin("initial", must), static (_, a) => Part(Find(a[0], "initial"), 0, 1), P.Any)
                .Add(
                    Twin("append", must),
                    static (c, a) => Grown(c, Get(a[0], "Cannot push on type").Append(a[1..2], out var made), made),
                    P.Any,
                    P.Any)
                .Add(
                    Twin("push", must),
                    static (c, a) => Grown(c, Get(a[0], "Cannot push on type").Append(a[1..2], out var made), made),
                    P.Any,
                    P.Any)
                .Add(
                    Twin("prepend", must),
                    static (c, a) => Grown(c, Get(a[0], "Cannot prepend on type").Prepend(a[1], out var made), made),
                    P.Any,
                    P.Any)
                .Add(Twin("reverse", must), static (c, a) => Reverse(c, Find(a[0], "reverse")), P.Any)
                .Add(Twin("compact", must), static (c, a) => Compact(c, Get(a[0], "Cannot compact on type")), P.Any)
                .Add(Twin("uniq", must), static (c, a) => Unique(c, Find(a[0], "uniq")), P.Any)
                .AddVariadic(Twin("without", must), static (c, a) => Without(c, Find(a[0], "without"), a[1..]), P.Any, P.Any)
                .Add(Twin("has", must), static (c, a) => Value.Of(!a[1].IsNil && Has(c, Find(a[1], "has").Items, a[0])), P.Any, P.Any)
                .AddVariadic(
                    Twin("slice", must),
                    static (_, a) => Slice(Get(a[0], "list should be type of slice or array but"), a[1..]),
                    P.Any,
                    P.Any)
                .Add(Twin("chunk", must), static (c, a) => Chunk(c, a[0].Bits, Get(a[1], "Cannot chunk type")), P.Int, P.Any);
        }

        return table;
    }

    private static string Twin(string name, bool must) => must ? "must" + char.ToUpperInvariant(name[0]) + name[1..] : name;

    private static Value List(Value[] items) => Value.Of(new ListValue(items));

    private static Value Made(CallContext context, Value[] items)
    {
        context.Charge(ValueCosts.Elements(items.Length));
        return List(items);
    }

    private static Value Grown(CallContext context, ListValue list, int made)
    {
        context.Charge(ValueCosts.Elements(made));
        return Value.Of(list);
    }

    private static ListValue Find(Value value, string function) => Get(value, $"Cannot find {function} on type");

    private static ListValue Get(Value value, string refusal, string after = "")
    {
        if (value.IsNil)
        {
            throw new FunctionException(GoReflection.NilPointer);
        }

        return GoReflection.ListOf(value) ?? throw new FunctionException($"{refusal} {GoReflection.KindName(value)}{after}");
    }

    // Nothing left is Go's nil slice here, and nowhere else among these functions.
    private static Value Part(ListValue list, int skip, int drop) =>
        list.Count == 0 ? Value.Of(ListValue.Nil) : Value.Of(list.Slice(skip, list.Count - skip - drop));

    private static Value Reverse(CallContext context, ListValue list)
    {
        var items = list.Items.ToArray();
        Array.Reverse(items);
        return Made(context, items);
    }

    private static Value Compact(CallContext context, ListValue list) =>
        Made(context, Array.FindAll(list.Items.ToArray(), static item => !GoReflection.IsEmpty(item)));

    private static Value Unique(CallContext context, ListValue list)
    {
        var kept = new List<Value>();
        foreach (var item in list.Items)
        {
            if (!Has(context, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept), item))
            {
                kept.Add(item);
            }
        }

        return Made(context, [.. kept]);
    }

    private static Value Without(CallContext context, ListValue list, ReadOnlySpan<Value> omitted)
    {
        var kept = new List<Value>();
        foreach (var item in list.Items)
        {
            if (!Has(context, omitted, item))
            {
                kept.Add(item);
            }
        }

        return Made(context, [.. kept]);
    }

    private static bool Has(CallContext context, ReadOnlySpan<Value> items, Value wanted)
    {
        context.Spend(items.Length);
        foreach (var item in items)
        {
            if (DeepEquality.Holds(context, item, wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static Value Concat(CallContext context, ReadOnlySpan<Value> lists)
    {
        var whole = ListValue.Nil;
        foreach (var value in lists)
        {
            var list = Get(value, "Cannot concat type", " as list");
            var made = 0;
            whole = whole.Count > 0 ? whole.Append(list.Items, out made) : list.Type == GoType.AnySlice ? list : list.Slice(0, list.Count);
            context.Charge(ValueCosts.Elements(made));
        }

        return Value.Of(whole.Count == 0 ? ListValue.Nil : whole);
    }

    private static Value Slice(ListValue list, ReadOnlySpan<Value> bounds)
    {
        if (list.Count == 0)
        {
            return Value.Nil;
        }

        var start = bounds.Length > 0 ? Casts.ToInt64(bounds[0]) : 0;
        var end = bounds.Length > 1 ? Casts.ToInt64(bounds[1]) : list.Count;
        return start < 0 || end < start || end > list.Count
            ? throw new FunctionException("reflect.Value.Slice: slice index out of bounds")
            : Value.Of(list.Slice((int)start, (int)(end - start), list.Type));
    }

    // Go reckons in doubles here, which decides what sizes of 0 and below give.
    private static Value Chunk(CallContext context, long size, ListValue list)
    {
        var count = Casts.Truncate(Math.Floor((double)(list.Count - 1) / size) + 1);
        if (count < 0)
        {
            throw new FunctionException("runtime error: makeslice: len out of range");
        }

        context.Charge((count * ChunkCost) + ValueCosts.Elements(list.Count));
        var chunks = new Value[count];
        for (var i = 0; i < count; i++)
        {
            var length = size;
            if (i == count - 1)
            {
                length = list.Count % size;
                length = length == 0 ? size : length;
            }

            if (length < 0)
            {
                throw new FunctionException("runtime error: makeslice: len out of range");
            }

            chunks[i] = List(list.Items.Slice((int)(i * size), (int)length).ToArray());
        }

        return Value.Of(new ListValue(chunks, GoType.SliceOf(GoType.AnySlice)));
    }
}
