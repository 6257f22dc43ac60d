using System.Text;
using System.Text.RegularExpressions;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Integration.Sync;

/// <summary>Compares by the masks of the recordings.</summary>
internal static partial class ScenarioComparison
{
    private static readonly string[] Sets = 
    [
        "secrets", "externalSecrets", "others", "events", "absentSecrets", "namespaces", "aws", "vault", "httpRequests",
    ];

    /// <summary>What differs, in words.</summary>
    public static List<string> Compare(MapValue expected, MapValue seen)
    {
        var differences = new List<string>();
        foreach (var set in Sets)
        {
            var left = (seen.Field(set).AsList?.Items.ToArray() ?? []).Distinct(Texts.Instance).ToList();
            if (set is "aws" or "vault" or "httpRequests" or "namespaces" && !expected.Has(set))
            {
                continue;
            }

            foreach (var wanted in WantedOf(expected, set).Distinct(Texts.Instance))
            {
                if (set == "secrets")
                {
                    // The recordings leave an empty map out.
                    wanted.AsMap!.ChildOrNew("data");
                }

                var at = left.FindIndex(item => Matches(wanted, item, set));
                if (at >= 0)
                {
                    left.RemoveAt(at);
                    continue;
                }

                // The one that is meant, for the message.
                var near = left.FindIndex(item => IdOf(item) == IdOf(wanted));
                differences.Add(near < 0
                    ? $"{set}: missing {Show(wanted)}"
                    : $"{set}: {string.Join("; ", Explain(wanted, left[near], ""))}");
                if (near >= 0)
                {
                    left.RemoveAt(near);
                }
            }

            differences.AddRange(left.Select(item => $"{set}: extra {Show(item)}"));
        }

        return differences;
    }

    private static Value[] WantedOf(MapValue expected, string set) => set == "vault" && expected.Child(set) is { } paths
        ? [.. paths.SortedKeys.ToArray().Select(path => Value.Of(new MapValue().With("path", path.RevealText()).With("data", paths[path])))]
        : expected.Field(set).AsList?.Items.ToArray() ?? [];

    private static bool Matches(Value wanted, Value item, string set)
    {
        if (set == "aws" && wanted.AsMap is { } call && item.AsMap is { } made)
        {
            // Versions of the imitation differ in what they add, and in how they write the word.
            var answer = made.Child("answer")!;
            return new[] { "service", "operation", "request", "status" }.All(field => Same(call.Field(field), made.Field(field)))
                && call.Child("answer")!.SortedKeys.ToArray()
                    .All(key => key.RevealText() is "Message" or "message" || Same(call.Child("answer")![key], answer[key]));
        }

        if (set != "events" || wanted.AsMap is not { } expected || item.AsMap is not { } seen)
        {
            return Same(wanted, item);
        }

        return expected.SortedKeys.ToArray().All(key => key.RevealText() == "message"
            ? SameMessage(expected, seen.Text("message")) : Same(expected[key], seen[key]));
    }

    // What comes from libraries, providers and servers behind "err:", or from a store that cannot be used, is worded by each program.
    private static bool SameMessage(MapValue expected, string seen)
    {
        const string mark = "err: ";
        var wanted = expected.Text("message");
        if (SameText(wanted, seen))
        {
            return true;
        }

        var at = wanted.IndexOf(mark, StringComparison.Ordinal);
        return at > 0 ? seen.StartsWith(wanted[..(at + mark.Length)], StringComparison.Ordinal)
            : expected.Text("kind") != "ExternalSecret" && expected.Text("type") == "Warning";
    }

    private static bool Same(Value wanted, Value item) => (wanted, item) switch
    {
        ({ AsMap: { } one }, { IsString: true }) when one.Has("matches") =>
            Regex.IsMatch(Fields.TextOf(item), $"^(?:{one.Text("matches")})$", RegexOptions.Singleline),
        ({ AsMap: { } one }, { AsMap: { } other }) => one.Count == other.Count
            && one.SortedKeys.ToArray().All(key => other.Contains(key) && Same(one[key], other[key])),
        ({ AsList: { } one }, { AsList: { } other }) => one.Count == other.Count
            && Enumerable.Range(0, one.Count).All(at => Same(one[at], other[at])),
        ({ IsString: true }, { Kind: GoKind.Float64 or GoKind.Int64 or GoKind.Int }) => Fields.TextOf(wanted) == "<time>",
        ({ IsString: true }, { IsString: true }) => SameText(Fields.TextOf(wanted), Fields.TextOf(item)),
        _ => Show(wanted) == Show(item),
    };

    private static bool SameText(string wanted, string seen)
    {
        if (wanted == seen)
        {
            return true;
        }

        return Mask().IsMatch(wanted)
            && Regex.IsMatch(seen, $"^{Mask().Replace(Regex.Escape(wanted), ".*")}$", RegexOptions.Singleline);
    }

    private static IEnumerable<string> Explain(Value wanted, Value seen, string path)
    {
        if (wanted.AsMap is { } one && seen.AsMap is { } other)
        {
            foreach (var key in one.SortedKeys.ToArray().Union(other.SortedKeys.ToArray()))
            {
                if (!Same(one[key], other[key]))
                {
                    foreach (var line in Explain(one[key], other[key], $"{path}/{key.RevealText()}"))
                    {
                        yield return line;
                    }
                }
            }
        }
        else
        {
            yield return $"{path}: expected {Show(wanted)}, found {Show(seen)}";
        }
    }

    private static string IdOf(Value item) => item.AsMap is { } map
        ? $"{map.Text("kind")}/{map.Text("namespace")}/{map.Text("name")}/{map.Text("reason")}" : Show(item);

    private static string Show(Value value) =>
        Encoding.UTF8.GetString(GoJson.Format(value, GoJsonOptions.Raw)) is var text && text.Length > 600 ? text[..600] + "..." : text;

    [GeneratedRegex("<(time|uid|hash|ptr|port|token|jwt|suffix|n)>")]
    private static partial Regex Mask();

    private sealed class Texts : IEqualityComparer<Value>
    {
        public static readonly Texts Instance = new();

        public bool Equals(Value x, Value y) => Show(x) == Show(y);

        public int GetHashCode(Value obj) => Show(obj).GetHashCode(StringComparison.Ordinal);
    }
}
