using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>
/// Where in an object a template's output goes (spec external-secrets.md 2.11): <c>data</c>, <c>spec</c>, <c>annotations</c>,
/// <c>labels</c>, or names and indexes such as <c>spec.rules[0].from</c>.
/// </summary>
internal sealed class TargetPath
{
    private const int MaxIndex = 10_000;

    private readonly IReadOnlyList<object> _steps;

    private TargetPath(IReadOnlyList<object> steps, bool isKnown) => (_steps, IsKnown) = (steps, isKnown);

    /// <summary>Whether it is one of the four words.</summary>
    public bool IsKnown { get; }

    /// <summary>Whether it is the field <c>spec</c>, or another at the root.</summary>
    public bool IsRootField => _steps.Count == 1;

    /// <exception cref="SyncException">It is no path.</exception>
    public static TargetPath Parse(string text)
    {
        switch (text.ToLowerInvariant())
        {
            case "data":
                return new(["data"], isKnown: true);
            case "spec":
                return new(["spec"], isKnown: true);
            case "annotations" or "labels":
                return new(["metadata", text.ToLowerInvariant()], isKnown: true);
        }

        var steps = new List<object>();
        foreach (var part in text.Split('.'))
        {
            var at = part.IndexOf('[', StringComparison.Ordinal);
            var name = at < 0 ? part : part[..at];
            if (name.Length > 0)
            {
                steps.Add(name);
            }
            else if (at < 0 || steps.Count == 0)
            {
                throw Wrong(text);
            }

            for (var rest = at < 0 ? "" : part[at..]; rest.Length > 0;)
            {
                var end = rest.IndexOf(']', StringComparison.Ordinal);
                if (rest[0] != '[' || end < 0
                    || !int.TryParse(rest.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    || index > MaxIndex)
                {
                    throw Wrong(text);
                }

                steps.Add(index);
                rest = rest[(end + 1)..];
            }
        }

        return new(steps, isKnown: false);
    }

    /// <summary>Puts a map there: into a map that is there, or in the place of anything else. A field at the root is replaced.</summary>
    public void Put(MapValue root, MapValue map)
    {
        if (IsRootField && _steps[0] is string field && field != "data")
        {
            root.With(field, map);
            return;
        }

        Set(Value.Of(root), 0, there =>
        {
            if (there.AsMap is not { } existing)
            {
                return Value.Of(map);
            }

            foreach (var key in map.SortedKeys)
            {
                existing.Set(key, map[key]);
            }

            return there;
        });
    }

    // What is missing on the way is made.
    private Value Set(Value here, int at, Func<Value, Value> change)
    {
        if (at == _steps.Count)
        {
            return change(here);
        }

        if (_steps[at] is string name)
        {
            var map = here.AsMap ?? new MapValue();
            map.Set(new ByteString(name), Set(map.Field(name), at + 1, change));
            return Value.Of(map);
        }

        var (index, items) = ((int)_steps[at], here.AsList is { } list ? list.Items.ToArray().ToList() : []);
        while (items.Count <= index)
        {
            items.Add(Value.Nil);
        }

        items[index] = Set(items[index], at + 1, change);
        return Value.Of(new ListValue([.. items]));
    }

    private static SyncException Wrong(string text) => new(SyncFault.Target, $"invalid target path \"{text}\"");
}
