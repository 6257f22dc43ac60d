using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Formatting;

namespace SecretsKit.Templating.Builtins;

/// <summary><c>eq</c> and <c>lt</c>, from which the other comparisons follow (spec go-template.md 4.1).</summary>
internal static class Comparison
{
    private enum Class
    {
        None,
        Bool,
        Complex,
        Int,
        Float,
        String,
        Uint,
    }

    public static bool EqualsAny(ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length == 1)
        {
            throw new FunctionException("missing argument for comparison");
        }

        foreach (var other in arguments[1..])
        {
            if (AreEqual(arguments[0], other))
            {
                return true;
            }
        }

        return false;
    }

    public static bool AreEqual(Value left, Value right)
    {
        var kind = ClassOf(left);
        var other = ClassOf(right);
        if (kind != other)
        {
            return (kind, other) switch
            {
                (Class.Int, Class.Uint) => Bits(left) >= 0 && Bits(left) == Bits(right),
                (Class.Uint, Class.Int) => Bits(right) >= 0 && Bits(left) == Bits(right),
                _ when left.IsNil || right.IsNil => false,
                _ => throw Incompatible(left, right),
            };
        }

        return kind switch
        {
            Class.String => Text(left).SequenceEqual(Text(right)),
            Class.Float => Plain(left).Float64 == Plain(right).Float64,
            Class.Bool or Class.Int or Class.Uint => Bits(left) == Bits(right),
            Class.Complex => left.AsObject!.IsEqualTo(right.AsObject!) == true,
            _ => AreSame(left, right),
        };
    }

    public static bool IsLess(Value left, Value right)
    {
        var kind = ClassOf(left);
        var other = ClassOf(right);
        if (kind == Class.None || other == Class.None)
        {
            throw new FunctionException("invalid type for comparison");
        }

        if (kind != other)
        {
            return (kind, other) switch
            {
                (Class.Int, Class.Uint) => Bits(left) < 0 || (ulong)Bits(left) < (ulong)Bits(right),
                (Class.Uint, Class.Int) => Bits(right) >= 0 && (ulong)Bits(left) < (ulong)Bits(right),
                _ => throw Incompatible(left, right),
            };
        }

        return kind switch
        {
            Class.String => Text(left).SequenceCompareTo(Text(right)) < 0,
            Class.Float => Plain(left).Float64 < Plain(right).Float64,
            Class.Int => Bits(left) < Bits(right),
            Class.Uint => (ulong)Bits(left) < (ulong)Bits(right),
            _ => throw new FunctionException("invalid type for comparison"),
        };
    }

    // Go's == of what is no basic value; nil maps, lists and nil itself are alike.
    private static bool AreSame(Value left, Value right)
    {
        var (leftIsNil, rightIsNil) = (IsNil(left), IsNil(right));
        if (leftIsNil || rightIsNil)
        {
            return leftIsNil == rightIsNil;
        }

        var equal = left.AsObject is { } one && right.AsObject is { } two && ReferenceEquals(one.Type, two.Type)
            ? one.IsEqualTo(two)
            : false;
        if (equal is null || !IsComparable(right))
        {
            throw new FunctionException($"non-comparable type {Show(right)}: {right.Type}");
        }

        return equal.Value;
    }

    private static bool IsComparable(Value value) => value.AsObject is { Map: null } named
        && named.Type.Kind is not (GoKind.Map or GoKind.Slice);

    private static bool IsNil(Value value) => value.IsNil || value.AsMap is { IsNil: true } || value.AsList is { IsNil: true };

    // By %s, which complains about each number inside.
    private static string Show(Value value)
    {
        var output = new LimitedWriter();
        new Printer(output).WriteArgument(value, 's');
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static FunctionException Incompatible(Value left, Value right) =>
        new($"incompatible types for comparison: {left.Type} and {right.Type}") { Fault = TemplateFault.Comparison };

    private static Class ClassOf(Value value) => value.IsString ? Class.String : Plain(value).Kind switch
    {
        GoKind.Bool => Class.Bool,
        >= GoKind.Int and <= GoKind.Int64 => Class.Int,
        >= GoKind.Uint and <= GoKind.Uint64 => Class.Uint,
        GoKind.Float32 or GoKind.Float64 => Class.Float,
        GoKind.Complex128 => Class.Complex,
        GoKind.String => Class.String,
        _ => Class.None,
    };

    // A named scalar compares by what is under its name.
    private static Value Plain(Value value) => value.AsObject is { Underlying: { IsNil: false } under } ? under : value;

    private static long Bits(Value value) => Plain(value).Bits;

    private static ReadOnlySpan<byte> Text(Value value) => Plain(value).StringBytes;
}
