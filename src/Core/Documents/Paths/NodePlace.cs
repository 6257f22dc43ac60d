using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Paths;

/// <summary>
/// Finds where a node is in a tree, for the message of a failure: walks that succeed then need not keep track. Linear time.
/// </summary>
internal sealed class NodePlace
{
    private readonly KeyPath _path = new();
    private readonly IReadOnlyList<ByteString>? _keys;
    private readonly Node _wanted;
    private int _depth;

    private NodePlace(Node wanted, IReadOnlyList<ByteString>? keys) => (_wanted, _keys) = (wanted, keys);

    /// <summary>
    /// The place, such as <c>database.users[0]</c>, with <c>document 2: </c> before it in a later document. For a comment or a key it is
    /// that of the block which holds it, since comments may be secret; empty for the top of the document, and for a node that is not there.
    /// </summary>
    /// <param name="tree">The tree as it was read. Positions count its values from 0, and not its comments.</param>
    /// <param name="wanted">The node itself, not an equal one.</param>
    /// <param name="keys">
    /// The keys that lead to it, for a node that aliases put into several places; null if the first place counts.
    /// </param>
    public static string Of(DocumentTree tree, Node wanted, IReadOnlyList<ByteString>? keys = null)
    {
        for (var i = 0; i < tree.Branches.Count; i++)
        {
            var place = new NodePlace(wanted, keys);
            if (place.TryFind(tree.Branches[i]))
            {
                return (i == 0 ? "" : $"document {i + 1}: ") + place._path;
            }
        }

        return "";
    }

    private bool TryFind(Node node) => node switch
    {
        MapNode map => TryFindIn(map),
        ListNode list => TryFindIn(list),
        _ => false,
    };

    private bool TryFindIn(MapNode map)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (IsWanted(key))
            {
                return true;
            }

            if (key is StringNode name && (_keys is null || (_depth < _keys.Count && _keys[_depth] == name.Value)))
            {
                _path.Push(name.Value);
                _depth++;
                if (IsWanted(value) || TryFind(value))
                {
                    return true;
                }

                _depth--;
                _path.Pop();
            }
        }

        return false;
    }

    private bool TryFindIn(ListNode list)
    {
        var position = 0;
        foreach (var item in list.Items)
        {
            if (item is CommentNode)
            {
                if (IsWanted(item))
                {
                    return true;
                }

                continue;
            }

            _path.Push(position++);
            if (IsWanted(item) || TryFind(item))
            {
                return true;
            }

            _path.Pop();
        }

        return false;
    }

    private bool IsWanted(Node node) => ReferenceEquals(node, _wanted) && (_keys is null || _depth == _keys.Count);
}
