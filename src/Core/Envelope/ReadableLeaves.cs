using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Core.Envelope;

/// <summary>
/// Finds the values of a file that a selection wants encrypted and that are not: added by hand, or by a tool that knows nothing of SOPS.
/// </summary>
public sealed class ReadableLeaves
{
    private readonly SelectionTracker _selection;
    private readonly KeyPath _path = new();
    private readonly List<string> _found = [];
    private int _selected;

    private ReadableLeaves(ValueSelector selector) => _selection = new(selector);

    /// <summary>The paths of selected values that are readable, and how many values are selected at all.</summary>
    /// <param name="tree">The values, without metadata.</param>
    /// <param name="selection">What is to be encrypted.</param>
    public static (IReadOnlyList<string> Paths, int Selected) Of(DocumentTree tree, SelectionFields selection)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var leaves = new ReadableLeaves(ValueSelector.Create(selection));
        tree.Branches.ForEach(leaves.Walk);
        return (leaves._found, leaves._selected);
    }

    private void Walk(Node node)
    {
        switch (node)
        {
            case MapNode map:
                Walk(map);
                break;
            case ListNode list:
                Walk(list);
                break;
            // Neither is ever encrypted.
            case NullNode or CommentNode or StringNode { Value.IsEmpty: true }:
                break;
            // As flat formats write null.
            case StringNode text when text.Value.Span.SequenceEqual("null"u8) || text.Value.Span.SequenceEqual("<nil>"u8):
                break;
            default:
                Look(node);
                break;
        }
    }

    private void Walk(MapNode map)
    {
        _selection.EnterLevel();
        foreach (var (key, value) in map.Entries)
        {
            if (key is CommentNode comment)
            {
                _selection.AddComment(comment.Text.Span);
            }
            else if (key is StringNode name)
            {
                _path.Push(name.Value);
                var matched = _selection.EnterKey(name.Value.Span);
                Walk(value);
                _selection.LeaveKey(matched);
                _path.Pop();
                _selection.ForgetComments();
            }
        }

        _selection.LeaveLevel();
    }

    private void Walk(ListNode list)
    {
        _selection.EnterLevel();
        var index = 0;
        foreach (var item in list.Items)
        {
            if (item is CommentNode comment)
            {
                _selection.AddComment(comment.Text.Span);
                continue;
            }

            // An encrypted comment in a list is a text element.
            if (item is StringNode text
                && EncryptedText.TryParse(text.Value.Span, out var parsed)
                && parsed.Type.SequenceEqual("comment"u8))
            {
                _selection.AddComment(((StringNode)item).Value.Span);
                continue;
            }

            _path.Push(index++);
            Walk(item);
            _path.Pop();
            _selection.ForgetComments();
        }

        _selection.LeaveLevel();
    }

    private void Look(Node leaf)
    {
        if (!_selection.IsSelected(isComment: false))
        {
            return;
        }

        _selected++;
        if (leaf is not StringNode text || !EncryptedText.TryParse(text.Value.Span, out _))
        {
            _found.Add(_path.ToString());
        }
    }
}
