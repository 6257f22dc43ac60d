using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.UnitTesting.Paths;

/// <summary>Whether an item is wanted.</summary>
internal delegate bool PathFilter(PathSearch search, Value item);

/// <summary>One side of a comparison: what there is of an item; several values where a path finds several.</summary>
internal delegate IReadOnlyList<Value> FilterTerm(PathSearch search, Value item);

/// <summary>
/// Reads what is in <c>[?( )]</c>: <c>!</c>, <c>&amp;&amp;</c>, <c>||</c>, brackets, comparisons, <c>=~</c>, and paths that exist.
/// </summary>
internal static class FilterParser
{
    private const int MostDepth = 64;

    // Longer ones before what they begin with.
    private static readonly string[] Operators = ["==", "!=", ">=", "<=", "=~", ">", "<"];

    /// <summary>Reads a filter up to the bracket that closes it.</summary>
    /// <exception cref="PathException">It is malformed.</exception>
    public static PathFilter Parse(PathScanner scanner) => ReadAny(scanner, 0);

    private static PathFilter ReadAny(PathScanner scanner, int depth)
    {
        var first = ReadAll(scanner, depth);
        while (TryOperator(scanner, "||"))
        {
            var (left, right) = (first, ReadAll(scanner, depth));
            first = (search, item) => left(search, item) || right(search, item);
        }

        return first;
    }

    private static PathFilter ReadAll(PathScanner scanner, int depth)
    {
        var first = ReadOne(scanner, depth);
        while (TryOperator(scanner, "&&"))
        {
            var (left, right) = (first, ReadOne(scanner, depth));
            first = (search, item) => left(search, item) && right(search, item);
        }

        return first;
    }

    private static PathFilter ReadOne(PathScanner scanner, int depth)
    {
        if (depth > MostDepth)
        {
            throw scanner.Fail("the filter is nested too deeply");
        }

        scanner.SkipBlanks();
        if (scanner.TrySkip("!"))
        {
            scanner.EndPart();
            var inner = ReadOne(scanner, depth + 1);
            return (search, item) => !inner(search, item);
        }

        if (scanner.TrySkip("("))
        {
            scanner.EndPart();
            var inner = ReadAny(scanner, depth + 1);
            scanner.SkipBlanks();
            if (!scanner.TrySkip(")"))
            {
                throw scanner.Fail("unmatched (");
            }

            scanner.EndPart();
            scanner.SkipBlanks();
            return inner;
        }

        return ReadComparison(scanner);
    }

    private static PathFilter ReadComparison(PathScanner scanner)
    {
        var left = ReadTerm(scanner);
        scanner.SkipBlanks();
        if (Array.Find(Operators, scanner.StartsWith) is not { } operation)
        {
            return (search, item) => PathFilters.IsThere(left(search, item));
        }

        scanner.TrySkip(operation);
        scanner.EndPart();
        scanner.SkipBlanks();
        if (operation == "=~")
        {
            var pattern = ReadPattern(scanner);
            scanner.SkipBlanks();
            return (search, item) => PathFilters.AreMatched(left(search, item), pattern);
        }

        var right = ReadTerm(scanner);
        scanner.SkipBlanks();
        return (search, item) => PathFilters.Compare(left(search, item), operation, right(search, item));
    }

    private static FilterTerm ReadTerm(PathScanner scanner)
    {
        if (scanner.Next is '@' or '$')
        {
            var isRoot = scanner.Take() == '$';
            scanner.EndPart();
            var steps = new List<PathStep>();
            PathParser.ReadSteps(scanner, steps);
            return isRoot
                ? (search, _) => search.Follow(steps, search.Root)
                : (search, item) => search.Follow(steps, item);
        }

        var literal = ReadLiteral(scanner);
        scanner.EndPart();
        IReadOnlyList<Value> values = [literal];
        return (_, _) => values;
    }

    private static Value ReadLiteral(PathScanner scanner)
    {
        if (scanner.Next is '\'' or '"')
        {
            return Value.Of(PathParser.ReadQuotedText(scanner));
        }

        var missing = scanner.Fail("invalid filter term");
        var word = scanner.TakeUntilAny(")] &|=!><\t");
        return word switch
        {
            "true" => Value.True,
            "false" => Value.False,
            "null" => Value.Nil,
            _ when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => Value.Int(number),
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
                Value.Float(number),
            _ => throw missing,
        };
    }

    private static Re2 ReadPattern(PathScanner scanner)
    {
        if (!scanner.TrySkip("/"))
        {
            throw scanner.Fail("regular expression does not start with /");
        }

        var pattern = "";
        while (true)
        {
            pattern += scanner.TakeUntilAny("/");
            if (scanner.IsAtEnd)
            {
                throw scanner.Fail("unmatched regular expression delimiter \"/\"");
            }

            scanner.Take();
            if (!pattern.EndsWith('\\'))
            {
                break;
            }

            pattern = pattern[..^1] + "/";
        }

        if (!Re2.TryCompile(pattern, out var expression, out var error))
        {
            throw scanner.Fail($"invalid regular expression: {error}");
        }

        scanner.EndPart();
        return expression;
    }

    private static bool TryOperator(PathScanner scanner, string operation)
    {
        scanner.SkipBlanks();
        if (!scanner.TrySkip(operation))
        {
            return false;
        }

        scanner.EndPart();
        return true;
    }
}
