using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>Selectors of labels as objects have them: <c>matchLabels</c> and <c>matchExpressions</c>, all of which must hold.</summary>
internal static class LabelSelector
{
    /// <summary>Whether labels are selected; an empty selector selects all.</summary>
    public static bool Matches(MapValue selector, IReadOnlyDictionary<string, string> labels) =>
        selector.TextMap("matchLabels").All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && selector.Children("matchExpressions").All(expression => Holds(expression, labels));

    /// <summary>What is wrong with a selector, which API servers do not look at; empty for nothing.</summary>
    public static string ProblemOf(MapValue selector)
    {
        foreach (var expression in selector.Children("matchExpressions"))
        {
            var (named, count) = (expression.Text("operator"), expression.Texts("values").Count);
            if (named is not ("In" or "NotIn" or "Exists" or "DoesNotExist"))
            {
                return $"\"{named}\" is not a valid label selector operator";
            }

            if (count == 0 == named is "In" or "NotIn")
            {
                return $"key {expression.Text("key")}: operator {named} {(count == 0 ? "needs values" : "takes no values")}";
            }
        }

        return "";
    }

    /// <summary>Whether a selector says nothing, and so selects all.</summary>
    public static bool IsEmpty(MapValue selector) =>
        selector.TextMap("matchLabels").Count == 0 && selector.Children("matchExpressions").Count == 0;

    /// <summary>The selector as API servers take it in a query.</summary>
    public static string ToQuery(MapValue selector) => string.Join(',',
    [
        .. selector.TextMap("matchLabels").Select(wanted => $"{wanted.Key}={wanted.Value}"),
        .. selector.Children("matchExpressions").Select(ToQueryPart),
    ]);

    private static string ToQueryPart(MapValue expression)
    {
        var (key, values) = (expression.Text("key"), string.Join(',', expression.Texts("values")));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key,
        };
    }

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
