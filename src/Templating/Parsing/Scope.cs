using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Parsing;

/// <summary>The variables that are visible at a place, and the numbers that stand for their names during execution.</summary>
internal sealed class Scope
{
    private readonly List<ByteString> _names = [new("$"u8.ToArray())];
    private readonly List<int> _visible = [0];

    /// <summary>How many are visible; give it to <see cref="Truncate"/> at the end of a block.</summary>
    public int Count => _visible.Count;

    public void Truncate(int count) => _visible.RemoveRange(count, _visible.Count - count);

    public DeclaredVariable Declare(ReadOnlyMemory<byte> name)
    {
        var id = IdOf(name.Span);
        if (id < 0)
        {
            id = _names.Count;
            _names.Add(new(name));
        }

        _visible.Add(id);
        return new(id, _names[id]);
    }

    /// <returns>Null if there is no such variable here.</returns>
    public DeclaredVariable? Find(ReadOnlySpan<byte> name)
    {
        var id = IdOf(name);
        return id >= 0 && _visible.Contains(id) ? new(id, _names[id]) : null;
    }

    private int IdOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (_names[i].Span.SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }
}
