using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Values;

/// <summary>
/// A key of <c>set</c>: keys behind dots, <c>[0]</c> for items, <c>[key.with.dots]</c> at the start and behind a dot. Quotes are a part of
/// keys (spec chart-testing.md B3.1).
/// </summary>
internal sealed class SetPath
{
    private const int MostItems = 10_000;
    private const int MostSteps = 100;

    private readonly IReadOnlyList<Step> _steps;

    private SetPath(IReadOnlyList<Step> steps) => _steps = steps;

    /// <summary>Reads one.</summary>
    /// <exception cref="SetPathException">It is malformed.</exception>
    public static SetPath Parse(string text)
    {
        var steps = new List<Step>();
        for (var at = 0; at < text.Length && steps.Count <= MostSteps;)
        {
            var startsKey = steps.Count == 0 || text[at] == '.';
            at += steps.Count > 0 && text[at] == '.' ? 1 : 0;
            if (at < text.Length && text[at] == '[')
            {
                var inner = ReadBrackets(text, ref at, isKey: startsKey);
                steps.Add(startsKey ? new(inner, 0) : new(null, Index(inner)));
            }
            else
            {
                steps.Add(startsKey ? new(ReadKey(text, ref at), 0) : throw new SetPathException("invalid token found " + text[at]));
            }
        }

        return steps.Count is > 0 and <= MostSteps ? new(steps) : throw new SetPathException(
            steps.Count == 0 ? "an empty path cannot be set" : $"a path of more than {MostSteps} keys cannot be set");
    }

    /// <summary>Puts a value at the path: maps and lists are made on the way, what is in the way is replaced.</summary>
    /// <param name="into">Changed.</param>
    /// <param name="value">The value.</param>
    public void Set(MapValue into, Value value) => into.Set(new(_steps[0].Key!), Build(Existing(into, _steps[0]), 1, value));

    private Value Build(Value old, int at, Value value)
    {
        if (at == _steps.Count)
        {
            return value;
        }

        var step = _steps[at];
        if (step.Key is not null)
        {
            var map = old.AsMap ?? new MapValue();
            map.Set(new(step.Key), Build(Existing(map, step), at + 1, value));
            return Value.Of(map);
        }

        var given = old.AsList is { } list ? list.Items : default;
        var items = new Value[Math.Max(given.Length, step.Index + 1)];
        given.CopyTo(items);
        items[step.Index] = Build(items[step.Index], at + 1, value);
        return Value.Of(new ListValue(items));
    }

    private static Value Existing(MapValue map, Step step) => map.TryGet(new(step.Key!), out var value) ? value : Value.Nil;

    private static string ReadKey(string text, ref int at)
    {
        var key = new StringBuilder();
        for (; at < text.Length && text[at] is not ('.' or '['); at++)
        {
            key.Append(text[at] == '=' ? throw new SetPathException("invalid token found =") : text[at]);
        }

        return key.Length > 0 ? key.ToString() : throw new SetPathException("a key is missing in the path " + text);
    }

    private static string ReadBrackets(string text, ref int at, bool isKey)
    {
        var end = text.IndexOf(']', at);
        if (end < 0)
        {
            throw new SetPathException("unexpected end of");
        }

        var inner = text[(at + 1)..end];
        at = end + 1;
        return isKey || !inner.Contains('.', StringComparison.Ordinal) ? inner : throw new SetPathException("missing index value");
    }

    private static int Index(string text) => !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
        ? throw new SetPathException($"strconv.Atoi: parsing {GoQuote.Format(text)}: invalid syntax")
        : index is < 0 or > MostItems ? throw new SetPathException($"index {text} is not between 0 and {MostItems}")
        : index;

    private sealed record Step(string? Key, int Index);
}
