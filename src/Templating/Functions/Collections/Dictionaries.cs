using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Collections;

/// <summary>Dictionaries (spec sprig.md 6). Only <c>set</c>, <c>unset</c> and the merges change their argument.</summary>
internal static class Dictionaries
{
    public static FunctionTable AddDictionaries(this FunctionTable table) => table
        .AddVariadic("dict", static (c, a) => Dictionary(c, a), P.Any)
        .Add("get", static (_, a) => a[0].AsMap!.TryGet(Key(a[1]), out var value) ? value : Value.EmptyString, P.Map, P.String)
        .Add("set", static (c, a) => Set(c, a[0].AsMap!, Key(a[1]), a[2]), P.Map, P.String, P.Any)
        .Add("unset", static (_, a) => Unset(a[0].AsMap!, Key(a[1])), P.Map, P.String)
        .Add("hasKey", static (_, a) => Value.Of(a[0].AsMap!.Contains(Key(a[1]))), P.Map, P.String)
        .AddVariadic("pluck", static (_, a) => Pluck(Key(a[0]), a[1..]), P.Map, P.String)
        .AddVariadic("keys", static (c, a) => Keys(c, a), P.Map)
        .Add("values", static (c, a) => Values(c, a[0].AsMap!), P.Map)
        .AddVariadic("pick", static (_, a) => Pick(a[0].AsMap!, a[1..]), P.String, P.Map)
        .AddVariadic("omit", static (c, a) => Omit(c, a[0].AsMap!, a[1..]), P.String, P.Map)
        .AddVariadic("dig", static (_, a) => Dig(a), P.Any);

    private static ByteString Key(Value text) => new(text.StringBytes.AsMemory());

    private static Value Dictionary(CallContext context, ReadOnlySpan<Value> pairs)
    {
        context.Charge(ValueCosts.Entries((pairs.Length + 1) / 2));
        var map = new MapValue(capacity: (pairs.Length + 1) / 2);
        for (var i = 0; i < pairs.Length; i += 2)
        {
            map.Set(new(Strval.Of(pairs[i]).AsMemory()), i + 1 < pairs.Length ? pairs[i + 1] : Value.EmptyString);
        }

        return Value.Of(map);
    }

    private static Value Set(CallContext context, MapValue map, ByteString key, Value value)
    {
        if (map.IsNil)
        {
            throw new FunctionException("assignment to entry in nil map");
        }

        var before = map.Count;
        map.Set(key, value);
        context.Charge(ValueCosts.Entries(map.Count - before));
        return Value.Of(map);
    }

    private static Value Unset(MapValue map, ByteString key)
    {
        map.Remove(key);
        return Value.Of(map);
    }

    private static Value Pluck(ByteString key, ReadOnlySpan<Value> maps)
    {
        var found = new List<Value>();
        foreach (var map in maps)
        {
            if (map.AsMap!.TryGet(key, out var value))
            {
                found.Add(value);
            }
        }

        return Value.Of(new ListValue([.. found]));
    }

    // Go promises no order here; ours is the one that makes a rendering repeatable.
    private static Value Keys(CallContext context, ReadOnlySpan<Value> maps)
    {
        var keys = new List<Value>();
        foreach (var map in maps)
        {
            context.Spend(map.AsMap!.Count);
            context.Charge(ValueCosts.Entries(map.AsMap!.Count));
            foreach (var key in map.AsMap!.SortedKeys)
            {
                keys.Add(Value.Of(key.Span));
            }
        }

        return Value.Of(new ListValue([.. keys], GoType.StringSlice));
    }

    private static Value Values(CallContext context, MapValue map)
    {
        context.Spend(map.Count);
        context.Charge(ValueCosts.Elements(map.Count));
        var values = new List<Value>(map.Count);
        foreach (var key in map.SortedKeys)
        {
            values.Add(map[key]);
        }

        return Value.Of(new ListValue([.. values]));
    }

    private static Value Pick(MapValue map, ReadOnlySpan<Value> keys)
    {
        var picked = new MapValue();
        foreach (var key in keys)
        {
            if (map.TryGet(Key(key), out var value))
            {
                picked.Set(Key(key), value);
            }
        }

        return Value.Of(picked);
    }

    private static Value Omit(CallContext context, MapValue map, ReadOnlySpan<Value> keys)
    {
        context.Charge(ValueCosts.Entries(map.Count));
        var left = map.IsNil ? new MapValue() : map.ShallowCopy(GoType.AnyMap);
        foreach (var key in keys)
        {
            left.Remove(Key(key));
        }

        return Value.Of(left);
    }

    private static Value Dig(ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length < 3)
        {
            throw new FunctionException("dig needs at least three arguments");
        }

        var step = AsPlainMap(arguments[^1]);
        var keys = arguments[..^2];
        foreach (var key in keys)
        {
            if (!key.IsString)
            {
                throw NotOfType(key, "string");
            }
        }

        for (var i = 0; ; i++)
        {
            if (!step.TryGet(Key(keys[i]), out var value))
            {
                return arguments[^2];
            }

            if (i == keys.Length - 1)
            {
                return value;
            }

            step = AsPlainMap(value);
        }
    }

    // A named map type, .Values for one, is another type to Go's assertion.
    private static MapValue AsPlainMap(Value value) =>
        value.AsMap is { } map && map.Type == GoType.AnyMap ? map : throw NotOfType(value, GoType.AnyMap.Name);

    private static FunctionException NotOfType(Value value, string wanted) =>
        new($"interface conversion: interface {{}} is {value.Type?.Name ?? "nil"}, not {wanted}");
}
