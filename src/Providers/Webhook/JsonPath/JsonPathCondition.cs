using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Providers.Webhook.JsonPath;

/// <summary>The condition of a filter: comparisons of paths and constants, joined by <c>&amp;&amp;</c>, <c>||</c> and <c>!</c>.</summary>
internal sealed class JsonPathCondition
{
    private const int MaxDepth = 64;

    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "=~", "<", ">"];

    private readonly Func<Value, Value, bool> _holds;

    private JsonPathCondition(Func<Value, Value, bool> holds) => _holds = holds;

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonPathException"><see cref="JsonPathFault.Syntax"/>.</exception>
    public static JsonPathCondition Parse(JsonPathText letters, int depth) => new(Or(letters, depth));

    /// <summary>Whether it holds for a value, which is <c>@</c> in it.</summary>
    public bool Holds(Value value, Value root) => _holds(value, root);

    private static Func<Value, Value, bool> Or(JsonPathText letters, int depth)
    {
        var left = And(letters, depth);
        while (letters.Take("||"))
        {
            var (first, second) = (left, And(letters, depth));
            left = (value, root) => first(value, root) || second(value, root);
        }

        return left;
    }

    private static Func<Value, Value, bool> And(JsonPathText letters, int depth)
    {
        var left = Term(letters, depth);
        while (letters.Take("&&"))
        {
            var (first, second) = (left, Term(letters, depth));
            left = (value, root) => first(value, root) && second(value, root);
        }

        return left;
    }

    private static Func<Value, Value, bool> Term(JsonPathText letters, int depth)
    {
        if (depth > MaxDepth)
        {
            throw letters.Wrong("the condition is too deep");
        }

        if (letters.Take("("))
        {
            var inner = Or(letters, depth + 1);
            letters.Require(")");
            return inner;
        }

        if (letters.Peek() == '!' && letters.Peek(1) != '=')
        {
            letters.Require("!");
            var inner = Term(letters, depth + 1);
            return (value, root) => !inner(value, root);
        }

        var left = Operand(letters, depth);
        if (Array.Find(Comparisons, letters.Take) is not { } comparison)
        {
            return (value, root) => left(value, root) is { } found && IsTrue(found);
        }

        var right = Operand(letters, depth);
        return (value, root) => left(value, root) is { } first && right(value, root) is { } second && Compare(first, comparison, second);
    }

    // Null: a path that leads nowhere.
    private static Func<Value, Value, Value?> Operand(JsonPathText letters, int depth)
    {
        if (letters.Take("@") || letters.Peek() == '$')
        {
            var isRoot = letters.Take("$");
            var path = JsonPathQuery.ParseInner(letters, depth + 1);
            return (value, root) => path.TryFind(isRoot ? root : value);
        }

        if (letters.TakeString() is { } text)
        {
            return Constant(Value.Of(text));
        }

        foreach (var (word, value) in new[] { ("true", Value.Of(true)), ("false", Value.Of(false)), ("null", Value.Nil) })
        {
            if (letters.Take(word))
            {
                return Constant(value);
            }
        }

        return letters.TakeNumber() is { } number ? Constant(Value.Float(number)) : throw letters.Wrong("expected a path or a constant");

        static Func<Value, Value, Value?> Constant(Value value) => (_, _) => value;
    }

    private static bool Compare(Value first, string comparison, Value second) => comparison switch
    {
        "==" => AreEqual(first, second),
        "!=" => !AreEqual(first, second),
        "=~" => Text(first) is { } text && Text(second) is { } pattern
            && Re2.TryCompile(pattern, out var expression, out _) && expression.IsMatch(text),
        _ when Number(first) is { } left && Number(second) is { } right => Order(left.CompareTo(right), comparison),
        _ when Text(first) is { } left && Text(second) is { } right => Order(string.CompareOrdinal(left, right), comparison),
        _ => false,
    };

    private static bool Order(int order, string comparison) => comparison switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static bool AreEqual(Value first, Value second) => Number(first) is { } left && Number(second) is { } right
        ? left.Equals(right)
        : first.IsString && second.IsString ? first.StringBytes.AsSpan().SequenceEqual(second.StringBytes)
        : first.Kind == GoKind.Bool && second.Kind == GoKind.Bool ? first.Boolean == second.Boolean
        : first.IsNil && second.IsNil;

    private static bool IsTrue(Value value) => value.Kind switch
    {
        GoKind.Bool => value.Boolean,
        _ when value.AsList is { } list => list.Count > 0,
        _ => !value.IsNil,
    };

    private static double? Number(Value value) => value.Kind switch
    {
        GoKind.Float64 => value.Float64,
        GoKind.Int or GoKind.Int64 => value.Bits,
        _ => null,
    };

    private static string? Text(Value value) => value.IsString ? Encoding.UTF8.GetString(value.StringBytes) : null;
}
