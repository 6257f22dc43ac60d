namespace SecretsKit.Core.Documents;

/// <summary>Whether two trees hold the same (spec sops.md 1.1): order counts, comments compare by text alone, and 2 is not 2.0.</summary>
public static class NodeEquality
{
    /// <summary>Compares.</summary>
    public static bool AreEqual(Node left, Node right) => (left, right) switch
    {
        (NullNode, NullNode) => true,
        (StringNode a, StringNode b) => a.Value == b.Value,
        (IntNode a, IntNode b) => a.Value == b.Value,
        (UnsignedNode a, UnsignedNode b) => a.Value == b.Value,
        (FloatNode a, FloatNode b) => a.Value.Equals(b.Value),
        (BoolNode a, BoolNode b) => a.Value == b.Value,
        (TimeNode a, TimeNode b) => a.Value == b.Value,
        (CommentNode a, CommentNode b) => a.Text == b.Text,
        (ListNode a, ListNode b) => AreEqual(a.Items, b.Items, AreEqual),
        (MapNode a, MapNode b) => AreEqual(a.Entries, b.Entries, (x, y) => AreEqual(x.Key, y.Key) && AreEqual(x.Value, y.Value)),
        _ => false,
    };

    private static bool AreEqual<T>(List<T> left, List<T> right, Func<T, T, bool> equal)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!equal(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
