using SecretsKit.Core.Data;

namespace SecretsKit.Providers.Webhook.JsonPath;

/// <summary>
/// A path into JSON in the dialect of the reference's webhooks: <c>$.a["b.c"][0]</c>, wildcards, <c>..</c> for all levels, unions, slices
/// and filters such as <c>[?(@.name == "a")]</c>. What can find several gives a list. Immutable.
/// </summary>
internal sealed class JsonPathQuery
{
    // Neither paths nor documents are deeper.
    private const int MaxDepth = 256;
    private const int MaxFound = 100_000;

    private readonly List<JsonPathStep> _steps;

    private JsonPathQuery(List<JsonPathStep> steps) => _steps = steps;

    /// <summary>Reads a path; the dollar sign may be left out.</summary>
    /// <exception cref="JsonPathException"><see cref="JsonPathFault.Syntax"/>.</exception>
    public static JsonPathQuery Parse(string text)
    {
        var letters = new JsonPathText(text);
        letters.Take("$");
        var query = new JsonPathQuery(Steps(letters, 0));
        return letters.IsAtEnd ? query : throw letters.Wrong("this is not part of a path");
    }

    /// <summary>What is there.</summary>
    /// <param name="root">The document.</param>
    /// <exception cref="JsonPathException"><see cref="JsonPathFault.Missing"/>.</exception>
    public Value Find(Value root)
    {
        var found = new List<Value> { root };
        var isList = false;
        foreach (var step in _steps)
        {
            // Behind a step that can find several, what leads nowhere is passed over.
            isList |= step.FindsSeveral;
            var next = new List<Value>();
            foreach (var value in found)
            {
                step.AddFrom(value, root, next, isList);
                if (next.Count > MaxFound)
                {
                    throw new JsonPathException(JsonPathFault.Missing, "the path finds too much");
                }
            }

            found = next;
        }

        return isList ? Value.Of(new ListValue([.. found])) : found[0];
    }

    /// <summary>What is there, or null.</summary>
    internal Value? TryFind(Value root)
    {
        try
        {
            return Find(root);
        }
        catch (JsonPathException failure) when (failure.Fault == JsonPathFault.Missing)
        {
            return null;
        }
    }

    /// <summary>The steps of a path inside of a filter, which ends where no further step begins.</summary>
    internal static JsonPathQuery ParseInner(JsonPathText letters, int depth) => new(Steps(letters, depth));

    private static List<JsonPathStep> Steps(JsonPathText letters, int depth)
    {
        var steps = new List<JsonPathStep>();
        if (depth > MaxDepth)
        {
            throw letters.Wrong("the path is too deep");
        }

        // A path without dollar sign begins with a name.
        if (letters.TakeName() is { Length: > 0 } first)
        {
            steps.Add(JsonPathStep.Member(first));
        }

        while (true)
        {
            if (letters.Take(".."))
            {
                steps.Add(JsonPathStep.AllLevels);
                if (letters.Peek() != '[')
                {
                    steps.Add(letters.Take("*") ? JsonPathStep.All : Name(letters));
                }
            }
            else if (letters.Peek() == '.')
            {
                letters.Take(".");
                steps.Add(letters.Take("*") ? JsonPathStep.All : Name(letters));
            }
            else if (letters.Peek() == '[')
            {
                letters.Take("[");
                steps.Add(Bracket(letters, depth));
                letters.Require("]");
            }
            else
            {
                return steps;
            }
        }
    }

    private static JsonPathStep Name(JsonPathText letters) =>
        letters.TakeName() is { Length: > 0 } name ? JsonPathStep.Member(name) : throw letters.Wrong("expected a name");

    private static JsonPathStep Bracket(JsonPathText letters, int depth)
    {
        if (letters.Take("*"))
        {
            return JsonPathStep.All;
        }

        if (letters.Take("?"))
        {
            return JsonPathStep.Filter(JsonPathCondition.Parse(letters, depth + 1));
        }

        var names = new List<string>();
        var numbers = new List<int>();
        do
        {
            if (letters.TakeString() is { } name)
            {
                names.Add(name);
                continue;
            }

            var number = letters.TakeInteger();
            if (letters.Take(":"))
            {
                var end = letters.TakeInteger();
                return JsonPathStep.Slice(number, end, letters.Take(":") ? letters.TakeInteger() : null);
            }

            numbers.Add(number ?? throw letters.Wrong("expected a text in double quotes, a number, a slice or a filter"));
        }
        while (letters.Take(","));

        return JsonPathStep.Union(names, numbers);
    }
}
