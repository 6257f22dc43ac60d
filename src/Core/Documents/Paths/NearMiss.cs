using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Paths;

/// <summary>A place that is not in a document, beside a key of nearly the same name that is.</summary>
/// <param name="Missing">The place of the key that would be made.</param>
/// <param name="Near">The place of the key that is there.</param>
public sealed record NearMiss(TreePath Missing, TreePath Near)
{
    // Keys of three letters differ from each other by one all the time: dev and dew, but db and dc, too.
    private const int ShortestName = 4;

    // From this length on two slips count as one name.
    private const int LongName = 8;

    /// <summary>Looks at the first key of a path that is not there.</summary>
    /// <returns>Null where all keys are there, or none is near.</returns>
    public static NearMiss? At(MapNode document, TreePath path)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(path);
        Node at = document;
        for (var i = 0; i < path.Steps.Length; i++)
        {
            var step = path.Steps[i];
            switch (at)
            {
                case MapNode map when step.Key is { } key:
                    var entry = TreePath.IndexOf(map, key);
                    if (entry < 0)
                    {
                        List<PathStep> above = [.. path.Steps[..i]];
                        return Nearest(map, key) is { } near
                            ? new(TreePath.Of([.. above, step]), TreePath.Of([.. above, new(near, 0)]))
                            : null;
                    }

                    at = map.Entries[entry].Value;
                    break;
                case ListNode list when step.Key is null && step.Index >= 0 && step.Index < list.Items.Count:
                    at = list.Items[(int)step.Index];
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static string? Nearest(MapNode map, string key) => map.Entries
        .Select(entry => entry.Key is StringNode name ? name.Value.RevealText() : "")
        .FirstOrDefault(there => IsNear(key, there));

    private static bool IsNear(string key, string there)
    {
        var (typed, known) = (Letters(key), Letters(there));
        return string.Equals(typed, known, StringComparison.OrdinalIgnoreCase)
            ? Digits(key) == Digits(there)
            : Math.Min(typed.Length, known.Length) >= ShortestName
                && Digits(key) == Digits(there)
                && EditDistance.Of(typed, known) <= (typed.Length >= LongName ? 2 : 1);
    }

    // user_name, userName and user-name are one name; user1 and user2 are two.
    private static string Letters(string key) => string.Concat(key.Where(c => c is not ('_' or '-' or '.') && !char.IsAsciiDigit(c)));

    private static string Digits(string key) => string.Concat(key.Where(char.IsAsciiDigit));
}
