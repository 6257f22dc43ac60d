using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>Where in the checked value something lies: a chain from the innermost key or index outwards. Equal only to itself.</summary>
internal sealed class InstancePath
{
    private readonly InstancePath? _parent;
    private readonly ByteString _key;
    private readonly int _index;

    private InstancePath(InstancePath? parent, ByteString key, int index) => (_parent, _key, _index) = (parent, key, index);

    /// <summary>A new root: the value as a whole.</summary>
    public static InstancePath Root() => new(null, ByteString.Empty, -1);

    public InstancePath At(ByteString key) => new(this, key, -1);

    public InstancePath At(int index) => new(this, ByteString.Empty, index);

    /// <summary>The JSON pointer, empty for the root.</summary>
    public string ToPointer()
    {
        var steps = new Stack<string>();
        for (var at = this; at._parent is not null; at = at._parent)
        {
            steps.Push(at._index >= 0
                ? at._index.ToString(CultureInfo.InvariantCulture)
                : at._key.RevealText().Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        var text = new StringBuilder();
        foreach (var step in steps)
        {
            text.Append('/').Append(step);
        }

        return text.ToString();
    }
}
