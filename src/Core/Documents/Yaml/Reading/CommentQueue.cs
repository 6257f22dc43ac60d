using System.Runtime.InteropServices;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>The comments between the scanner, which is ahead, and the reader of nodes, in textual order.</summary>
internal sealed class CommentQueue
{
    private const int SlackBeforeSliding = 64;

    private readonly List<Comment> _items = [];
    private int _head;

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _head == _items.Count;

    /// <summary>The first.</summary>
    public ref readonly Comment First => ref CollectionsMarshal.AsSpan(_items)[_head];

    /// <summary>The newest, which may still be changed.</summary>
    public ref Comment Last => ref CollectionsMarshal.AsSpan(_items)[^1];

    /// <summary>Adds a comment behind the others.</summary>
    public void Add(in Comment comment) => _items.Add(comment);

    /// <summary>Consumes the first.</summary>
    public void Remove()
    {
        _head++;
        if (IsEmpty)
        {
            _items.Clear();
            _head = 0;
        }
        else if (_head > SlackBeforeSliding && _head > _items.Count / 2)
        {
            _items.RemoveRange(0, _head);
            _head = 0;
        }
    }

    /// <summary>
    /// Where a block collection of a column ends: before the earliest of the comments just scanned that is at that column without a
    /// gap to those behind it, so that the comments from there on belong to the blocks around.
    /// </summary>
    /// <param name="indent">The block's column from 0.</param>
    /// <param name="end">Where it would end without comments.</param>
    public Mark EndOfBlock(int indent, Mark end)
    {
        var reach = end.Index;
        for (var i = _items.Count - 1; i >= _head && _items[i].End >= reach; i--)
        {
            if (_items[i].Start.Column == indent + 1)
            {
                end = _items[i].Start;
            }

            reach = _items[i].From;
        }

        return end;
    }
}
