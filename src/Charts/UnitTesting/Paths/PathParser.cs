using System.Globalization;
using System.Text;

namespace SecretsKit.Charts.UnitTesting.Paths;

/// <summary>Reads the steps of a path.</summary>
internal static class PathParser
{
    private const string NameEnds = ".[) &|=!><~\t";
    private const int MostSteps = 256;

    /// <summary>The steps of a whole text.</summary>
    /// <exception cref="PathException">It is no path.</exception>
    public static IReadOnlyList<PathStep> Parse(string text)
    {
        var scanner = new PathScanner(text);
        var steps = new List<PathStep>();
        if (scanner.TrySkip("$"))
        {
            scanner.EndPart();
        }
        else if (scanner.Next is not ('.' or '['))
        {
            steps.Add(ReadName(scanner));
        }

        ReadSteps(scanner, steps);
        return scanner.IsAtEnd ? steps : throw scanner.Fail($"invalid character '{scanner.Next}'");
    }

    /// <summary>The steps from here to the first character that cannot belong to them.</summary>
    /// <exception cref="PathException">They are malformed.</exception>
    public static void ReadSteps(PathScanner scanner, List<PathStep> steps)
    {
        while (scanner.Next is '.' or '[')
        {
            if (steps.Count >= MostSteps)
            {
                throw scanner.Fail($"more than {MostSteps} steps");
            }

            steps.Add(ReadStep(scanner));
        }
    }

    private static PathStep ReadStep(PathScanner scanner)
    {
        if (scanner.TrySkip(".."))
        {
            if (scanner.Next != '[')
            {
                return PathSteps.Descend(ReadName(scanner));
            }

            scanner.EndPart();
            return PathSteps.Descend(ReadBrackets(scanner, isRecursive: true));
        }

        return scanner.TrySkip(".") ? ReadName(scanner) : ReadBrackets(scanner, isRecursive: false);
    }

    private static PathStep ReadName(PathScanner scanner)
    {
        var name = scanner.TakeUntilAny(NameEnds);
        if (name.Length == 0)
        {
            throw scanner.Fail("child name missing");
        }

        var asksForName = scanner.TrySkip("~");
        scanner.EndPart();
        return asksForName ? PathSteps.NameOf(name) : name == "*" ? PathSteps.All : PathSteps.Member(name);
    }

    private static PathStep ReadBrackets(PathScanner scanner, bool isRecursive)
    {
        if (scanner.TrySkip("[?("))
        {
            scanner.EndPart();
            var filter = FilterParser.Parse(scanner);
            if (!scanner.TrySkip(")]"))
            {
                throw scanner.Fail("missing end of filter");
            }

            scanner.EndPart();
            return PathFilters.Step(filter, isRecursive);
        }

        scanner.Take();
        List<PathStep> parts = [];
        do
        {
            scanner.SkipBlanksInside();
            parts.Add(scanner.Next is '\'' or '"' ? ReadQuoted(scanner) : ReadSubscript(scanner));
            scanner.SkipBlanksInside();
        }
        while (scanner.TrySkip(","));

        if (!scanner.TrySkip("]"))
        {
            scanner.GoToEnd();
            throw scanner.Fail("unmatched [");
        }

        scanner.EndPart();
        return PathSteps.Union(parts);
    }

    private static PathStep ReadQuoted(PathScanner scanner)
    {
        var name = ReadQuotedText(scanner);
        return scanner.TrySkip("~") ? PathSteps.NameOf(name) : PathSteps.Member(name);
    }

    /// <summary>A text in quotes of either kind, in which a backslash takes the next character as it is.</summary>
    /// <exception cref="PathException">It has no end.</exception>
    public static string ReadQuotedText(PathScanner scanner)
    {
        var quote = scanner.Take();
        var text = new StringBuilder();
        while (!scanner.IsAtEnd)
        {
            var c = scanner.Take();
            if (c == quote)
            {
                return text.ToString();
            }

            text.Append(c == '\\' && (scanner.Next == quote || scanner.Next == '\\') ? scanner.Take() : c);
        }

        throw scanner.Fail($"unmatched {quote}");
    }

    private static PathStep ReadSubscript(PathScanner scanner)
    {
        var text = scanner.TakeUntilAny("],").Trim();
        if (text == "*")
        {
            return PathSteps.All;
        }

        if (scanner.IsAtEnd)
        {
            throw scanner.Fail("unmatched [");
        }

        var parts = text.Split(':');
        if (text.Length == 0 || parts.Length > 3)
        {
            throw scanner.Fail(text.Length == 0 ? "array subscript missing" : $"invalid array index [{text}]");
        }

        var numbers = parts.Select(part => Number(scanner, part.Trim(), text, mayBeEmpty: parts.Length > 1)).ToList();
        return parts.Length == 1 ? PathSteps.Item(numbers[0]!.Value)
            : numbers is [_, _, 0] ? throw scanner.Fail($"invalid array index [{text}]: the step is 0")
            : PathSteps.Slice(numbers[0], numbers[1], numbers.Count > 2 ? numbers[2] ?? 1 : 1);
    }

    private static int? Number(PathScanner scanner, string part, string whole, bool mayBeEmpty) => part.Length == 0 && mayBeEmpty ? null
        : int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw scanner.Fail($"invalid array index [{whole}]: non-integer array index");
}
