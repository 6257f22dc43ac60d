using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>Selectors of labels as objects have them: <c>matchLabels</c> and <c>matchExpressions</c>, all of which must hold.</summary>
internal static class LabelSelector
{
    /// <summary>Whether labels are selected; an empty selector selects all.</summary>
    public static bool Matches(MapValue selector, IReadOnlyDictionary<string, string> labels) =>
        selector.TextMap("matchLabels").All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && selector.Children("matchExpressions").All(expression => Holds(expression, labels));

    private static bool Holds(MapValue expression, IReadOnlyDictionary<string, string> labels)
    {
        var isThere = labels.TryGetValue(expression.Text("key"), out var value);
        return expression.Text("operator") switch
        {
            "In" => isThere && expression.Texts("values").Contains(value),
            "NotIn" => !isThere || !expression.Texts("values").Contains(value),
            "Exists" => isThere,
            "DoesNotExist" => !isThere,
            _ => false,
        };
    }
}
