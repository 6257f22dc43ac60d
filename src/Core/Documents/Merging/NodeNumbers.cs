using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Merging;

/// <summary>
/// Numbers trees so that equal ones (<see cref="NodeEquality"/>) have equal numbers. Each node is
/// looked at once, whereas a merge that compared whole trees at each of their levels would read the deepest one again and again. Nodes must
/// not change meanwhile. Not safe for concurrent use.
/// </summary>
internal sealed class NodeNumbers
{
    private readonly Dictionary<Node, int> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Shape, int> _shapes = [];

    /// <summary>The number of a tree.</summary>
    public int Of(Node node)
    {
        if (!_known.TryGetValue(node, out var number))
        {
            var shape = ShapeOf(node);
            if (!_shapes.TryGetValue(shape, out number))
            {
                number = _shapes.Count;
                _shapes.Add(shape, number);
            }

            _known.Add(node, number);
        }

        return number;
    }

    /// <summary>The numbers of several trees.</summary>
    public int[] Of(IReadOnlyList<Node> nodes)
    {
        var numbers = new int[nodes.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Of(nodes[i]);
        }

        return numbers;
    }

    private Shape ShapeOf(Node node) => node switch
    {
        StringNode text => new(typeof(StringNode), text.Value, null, []),
        CommentNode comment => new(typeof(CommentNode), comment.Text, null, []),
        IntNode number => new(typeof(IntNode), default, number.Value, []),
        UnsignedNode number => new(typeof(UnsignedNode), default, number.Value, []),
        FloatNode number => new(typeof(FloatNode), default, number.Value, []),
        BoolNode truth => new(typeof(BoolNode), default, truth.Value, []),
        TimeNode time => new(typeof(TimeNode), default, time.Value, []),
        ListNode list => new(typeof(ListNode), default, null, Of(list.Items)),
        MapNode map => new(typeof(MapNode), default, null, [.. map.Entries.SelectMany(entry => (int[])[Of(entry.Key), Of(entry.Value)])]),
        _ => new(node.GetType(), default, null, []),
    };

    private readonly struct Shape(Type kind, ByteString text, object? value, int[] parts) : IEquatable<Shape>
    {
        private readonly Type _kind = kind;
        private readonly ByteString _text = text;
        private readonly object? _value = value;
        private readonly int[] _parts = parts;

        public bool Equals(Shape other) =>
            _kind == other._kind && _text == other._text && Equals(_value, other._value) && _parts.AsSpan().SequenceEqual(other._parts);

        public override bool Equals(object? obj) => obj is Shape other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_kind);
            hash.Add(_text);
            hash.Add(_value);
            foreach (var part in _parts)
            {
                hash.Add(part);
            }

            return hash.ToHashCode();
        }
    }
}
