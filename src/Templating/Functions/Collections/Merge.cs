using System.Runtime.CompilerServices;
using SecretsKit.Templating.Functions.Conversion;
using SecretsKit.Templating.Values;
using P = SecretsKit.Templating.Functions.ParameterType;

namespace SecretsKit.Templating.Functions.Collections;

/// <summary>Merges dictionaries into the first one, and copies them (spec sprig.md 6.1).</summary>
internal static class Merge
{
    public static FunctionTable AddMerge(this FunctionTable table) => table
        .AddVariadic("merge", static (_, a) => All(a, overwrites: false), P.Map, P.Map)
        .AddVariadic("mustMerge", static (_, a) => All(a, overwrites: false), P.Map, P.Map)
        .AddVariadic("mergeOverwrite", static (_, a) => All(a, overwrites: true), P.Map, P.Map)
        .AddVariadic("mustMergeOverwrite", static (_, a) => All(a, overwrites: true), P.Map, P.Map)
        .Add("deepCopy", static (_, a) => Whole(a[0]), P.Any)
        .Add("mustDeepCopy", static (_, a) => Whole(a[0]), P.Any);

    private static Value All(ReadOnlySpan<Value> maps, bool overwrites)
    {
        var target = maps[0].AsMap!;
        target = target.IsNil ? new MapValue(target.Type) : target;
        foreach (var source in maps[1..])
        {
            Into(target, source.AsMap!, overwrites);
        }

        return Value.Of(target);
    }

    private static void Into(MapValue target, MapValue source, bool overwrites)
    {
        if (ReferenceEquals(target, source))
        {
            return;
        }

        EnsureStack();
        foreach (var key in source.SortedKeys)
        {
            var value = source[key];
            var exists = target.TryGet(key, out var old);
            if (exists && GoReflection.MapOf(value) is { } inner && GoReflection.MapOf(old) is { IsNil: false } known)
            {
                Into(known, inner, overwrites);
            }
            else if (overwrites || (!value.IsNil && (!exists || GoReflection.IsEmpty(old))))
            {
                EnsureAssignable(target, source);
                target.Set(key, value);
            }
        }
    }

    // The result of split holds strings alone.
    private static void EnsureAssignable(MapValue target, MapValue source)
    {
        if (target.Type.Element is { } element && element != GoType.Interface && element != source.Type.Element)
        {
            throw new FunctionException(
                $"reflect.Value.SetMapIndex: value of type {source.Type.Element?.Name} is not assignable to type {element.Name}");
        }
    }

    private static Value Whole(Value value)
    {
        ValueMeter.Check(value);
        return Copy(value);
    }

    private static Value Copy(Value value) =>
        value.IsNil ? throw new FunctionException("reflect: call of reflect.Value.Type on zero Value") : CopyInner(value);

    private static Value CopyInner(Value value)
    {
        if (value.AsMap is { IsNil: false } map)
        {
            return Value.Of(CopyMap(map));
        }

        if (value.AsList is { IsNil: false } list)
        {
            EnsureStack();
            var items = new Value[list.Count];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = CopyInner(list[i]);
            }

            return Value.Of(new ListValue(items, list.Type));
        }

        // Whatever else there is never changes.
        return value.AsObject is { Map: { } inner } named ? Value.Of(named.WithMap(CopyMap(inner))) : value;
    }

    private static MapValue CopyMap(MapValue map)
    {
        EnsureStack();
        var copy = new MapValue(map.Type, map.Count);
        foreach (var (key, item) in map.Entries)
        {
            copy.Set(key, CopyInner(item));
        }

        return copy;
    }

    private static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FunctionException("the value is nested too deeply to copy");
        }
    }
}
