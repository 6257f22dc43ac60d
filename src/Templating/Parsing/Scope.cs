using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Parsing;

/// <summary>The variables that are visible at a place, and the numbers that stand for their names during execution.</summary>
internal sealed class Scope
{
    private readonly Dictionary<ByteString, int> _ids = [];
    private readonly List<ByteString> _names = [];

    // How many declarations of each name are visible, and all visible ones in order.
    private readonly List<int> _counts = [];
    private readonly List<int> _visible = [];

    public Scope() => Declare("$"u8.ToArray());

    /// <summary>How many are visible; give it to <see cref="Truncate"/> at the end of a block.</summary>
    public int Count => _visible.Count;

    public void Truncate(int count)
    {
        for (var i = _visible.Count - 1; i >= count; i--)
        {
            _counts[_visible[i]]--;
        }

        _visible.RemoveRange(count, _visible.Count - count);
    }

    public DeclaredVariable Declare(ReadOnlyMemory<byte> name)
    {
        if (!_ids.TryGetValue(new(name), out var id))
        {
            id = _names.Count;
            _ids.Add(new(name), id);
            _names.Add(new(name));
            _counts.Add(0);
        }

        _visible.Add(id);
        _counts[id]++;
        return new(id, _names[id]);
    }

    /// <returns>Null if there is no such variable here.</returns>
    public DeclaredVariable? Find(ReadOnlyMemory<byte> name) =>
        _ids.TryGetValue(new(name), out var id) && _counts[id] > 0 ? new(id, _names[id]) : null;
}
