namespace SecretsKit.Core.Documents;

/// <summary>The single values of a tree, in no promised order, whatever its depth.</summary>
public static class TreeLeaves
{
    /// <summary>
    /// All nodes below some that are no map and no list: nulls and the comments of lists are among them, comments of maps are not.
    /// </summary>
    /// <param name="roots">Where to begin; a single value is its own only leaf. Must not change meanwhile.</param>
    public static IEnumerable<Node> Of(IEnumerable<Node> roots)
    {
        var rest = new Stack<Node>(roots);
        while (rest.TryPop(out var node))
        {
            switch (node)
            {
                case MapNode map:
                    foreach (var entry in map.Entries)
                    {
                        if (!entry.IsComment)
                        {
                            rest.Push(entry.Value);
                        }
                    }

                    break;
                case ListNode list:
                    foreach (var item in list.Items)
                    {
                        rest.Push(item);
                    }

                    break;
                default:
                    yield return node;
                    break;
            }
        }
    }
}
