using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Collections;

/// <summary>Go's <c>reflect.DeepEqual</c>: types must match, a nil list is not an empty one (spec sprig.md 12).</summary>
internal static class DeepEquality
{
    public static bool Holds(CallContext context, Value left, Value right)
    {
        if (left.IsString && right.IsString)
        {
            context.Spend(1);
            return left.StringBytes.AsSpan().SequenceEqual(right.StringBytes);
        }

        if (left.Type != right.Type)
        {
            return false;
        }

        if (left.AsMap is { } map)
        {
            return Maps(context, map, right.AsMap!);
        }

        if (left.AsList is { } list)
        {
            return Lists(context, list, right.AsList!);
        }

        if (left.AsObject is { } other)
        {
            return right.AsObject is { } second && Objects(context, other, second);
        }

        return left.Kind is GoKind.Float32 or GoKind.Float64 ? left.Float64 == right.Float64 : left.Bits == right.Bits;
    }

    private static bool Maps(CallContext context, MapValue left, MapValue right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.IsNil != right.IsNil || left.Count != right.Count)
        {
            return false;
        }

        EnsureStack();
        context.Spend(left.Count + 1);
        foreach (var (key, value) in left.Entries)
        {
            if (!right.TryGet(key, out var other) || !Holds(context, value, other))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Lists(CallContext context, ListValue left, ListValue right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.IsNil != right.IsNil || left.Count != right.Count)
        {
            return false;
        }

        EnsureStack();
        context.Spend(left.Count + 1);
        for (var i = 0; i < left.Count; i++)
        {
            if (!Holds(context, left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Objects(CallContext context, GoObject left, GoObject right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Map is { } map)
        {
            return right.Map is { } second && Maps(context, map, second);
        }

        if (!left.Underlying.IsNil)
        {
            return Holds(context, left.Underlying, right.Underlying);
        }

        if (left.Fields.Count == 0)
        {
            return left.IsDeeplyEqualTo(right);
        }

        for (var i = 0; i < left.Fields.Count; i++)
        {
            if (!Holds(context, left.Fields[i].Value, right.Fields[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    private static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FunctionException("the value is nested too deeply to compare");
        }
    }
}
