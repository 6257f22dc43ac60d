using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Collections;

/// <summary>Merges dictionaries into the first one, and copies them (spec sprig.md 6.1).</summary>
internal static class Merge
{
    public static FunctionTable AddMerge(this FunctionTable table) => table
        .AddVariadic("merge", static (c, a) => All(c, a, overwrites: false), P.Map, P.Map)
        .AddVariadic("mustMerge", static (c, a) => All(c, a, overwrites: false), P.Map, P.Map)
        .AddVariadic("mergeOverwrite", static (c, a) => All(c, a, overwrites: true), P.Map, P.Map)
        .AddVariadic("mustMergeOverwrite", static (c, a) => All(c, a, overwrites: true), P.Map, P.Map)
        .Add("deepCopy", static (c, a) => Whole(c, a[0]), P.Any)
        .Add("mustDeepCopy", static (c, a) => Whole(c, a[0]), P.Any);

    // Looking an entry up and putting it in, in steps.
    private const long StepsPerEntry = 4;

    private static Value All(CallContext context, ReadOnlySpan<Value> maps, bool overwrites)
    {
        var target = maps[0].AsMap!;
        target = target.IsNil ? new MapValue(target.Type) : target;
        foreach (var source in maps[1..])
        {
            Into(context, target, source.AsMap!, overwrites);
        }

        return Value.Of(target);
    }

    private static void Into(CallContext context, MapValue target, MapValue source, bool overwrites)
    {
        if (ReferenceEquals(target, source))
        {
            return;
        }

        EnsureStack();
        context.Spend((source.Count + 1) * StepsPerEntry);
        var before = target.Count;
        foreach (var key in source.SortedKeys)
        {
            var value = source[key];
            var exists = target.TryGet(key, out var old);
            if (exists && GoReflection.MapOf(value) is { } inner && GoReflection.MapOf(old) is { IsNil: false } known)
            {
                Into(context, known, inner, overwrites);
            }
            else if (overwrites || (!value.IsNil && (!exists || GoReflection.IsEmpty(old))))
            {
                EnsureAssignable(target, source);
                target.Set(key, value);
            }
        }

        context.Charge(ValueCosts.Entries(target.Count - before));
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

    private static Value Whole(CallContext context, Value value)
    {
        context.Charge(ValueMeter.Check(context, value) * ValueCosts.Element);
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
        return value.AsObject switch
        {
            { Map: { } inner } named => Value.Of(named.WithMap(CopyMap(inner))),
            { } other => Value.Of(other.Copied),
            _ => value,
        };
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
