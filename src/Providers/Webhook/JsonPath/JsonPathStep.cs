using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Webhook.JsonPath;

/// <summary>One step of a path.</summary>
/// <param name="FindsSeveral">Whether it can find more than one value.</param>
/// <param name="Add">Adds what it finds: of a value, in a document; the last argument says whether what is missing is passed over.</param>
internal sealed record JsonPathStep(bool FindsSeveral, Action<Value, Value, List<Value>, bool> Add)
{
    private const int MaxDepth = 256;

    /// <summary>All members or items.</summary>
    public static JsonPathStep All { get; } = new(true, static (value, _, found, _) => found.AddRange(Children(value)));

    /// <summary>The value itself and all below it.</summary>
    public static JsonPathStep AllLevels { get; } = new(true, static (value, _, found, _) => AddLevels(value, found, 0));

    /// <summary>A member.</summary>
    public static JsonPathStep Member(string name) =>
        new(false, (value, _, found, passes) => AddMember(value, name, found, passes));

    /// <summary>Members and items; several of them give a list.</summary>
    public static JsonPathStep Union(IReadOnlyList<string> names, IReadOnlyList<int> numbers) => new(
        names.Count + numbers.Count > 1,
        (value, _, found, passes) =>
        {
            foreach (var name in names)
            {
                AddMember(value, name, found, passes);
            }

            foreach (var number in numbers)
            {
                AddItem(value, number, found, passes);
            }
        });

    /// <summary>Items from one to another, which is left out, in steps.</summary>
    public static JsonPathStep Slice(int? first, int? end, int? by) => new(true, (value, _, found, _) =>
    {
        var items = value.AsList is { } list ? list.Items : [];
        var step = by ?? 1;
        if (step == 0)
        {
            return;
        }

        var (count, at) = (items.Length, Place(first, step > 0 ? 0 : items.Length - 1, items.Length));
        var last = Place(end, step > 0 ? count : -1 - count, count);
        for (; step > 0 ? at < Math.Min(last, count) : at > last && at >= 0; at += step)
        {
            if (at >= 0 && at < count)
            {
                found.Add(items[at]);
            }
        }
    });

    /// <summary>Members or items for which a condition holds.</summary>
    public static JsonPathStep Filter(JsonPathCondition condition) => new(true, (value, root, found, _) =>
        found.AddRange(Children(value).Where(child => condition.Holds(child, root))));

    /// <summary>Adds what it finds.</summary>
    /// <param name="value">Where it starts.</param>
    /// <param name="root">The document.</param>
    /// <param name="found">Gets it.</param>
    /// <param name="passes">Whether what is missing is passed over.</param>
    /// <exception cref="JsonPathException"><see cref="JsonPathFault.Missing"/>.</exception>
    public void AddFrom(Value value, Value root, List<Value> found, bool passes) => Add(value, root, found, passes);

    private static int Place(int? number, int otherwise, int count) => number switch
    {
        null => otherwise,
        < 0 => number.Value + count,
        _ => number.Value,
    };

    private static void AddMember(Value value, string name, List<Value> found, bool passes)
    {
        if (value.AsMap is { } map && map.TryGet(new ByteString(name), out var member))
        {
            found.Add(member);
        }
        else if (value.AsList is not null && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            AddItem(value, number, found, passes);
        }
        else if (!passes)
        {
            throw new JsonPathException(JsonPathFault.Missing, $"unknown key {name}");
        }
    }

    private static void AddItem(Value value, int number, List<Value> found, bool passes)
    {
        if (value.AsList is { } list)
        {
            var at = number < 0 ? number + list.Count : number;
            if (at >= 0 && at < list.Count)
            {
                found.Add(list[at]);
                return;
            }
        }

        if (!passes)
        {
            throw new JsonPathException(
                JsonPathFault.Missing, string.Create(CultureInfo.InvariantCulture, $"there is no item {number}"));
        }
    }

    private static void AddLevels(Value value, List<Value> found, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        found.Add(value);
        foreach (var child in Children(value))
        {
            AddLevels(child, found, depth + 1);
        }
    }

    // Members in the order of their names.
    private static Value[] Children(Value value)
    {
        if (value.AsList is { } list)
        {
            return list.Items.ToArray();
        }

        return value.AsMap is { } map ? [.. map.SortedKeys.ToArray().Select(key => map[key])] : [];
    }
}
