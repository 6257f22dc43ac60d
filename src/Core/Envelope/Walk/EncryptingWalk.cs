using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>One pass over a plaintext tree that makes the encrypted tree and the MAC. For a single use.</summary>
internal sealed class EncryptingWalk(ValueCipher cipher, ValueSelector selector, bool macOnlyEncrypted, EncryptOptions options)
{
    private readonly ValuePath _path = new();
    private readonly SelectionTracker _selection = new(selector);
    private DocumentTree? _tree;
    private DocumentMac? _mac;
    private string _digest = "";

    public DocumentTree Run(DocumentTree tree)
    {
        using var mac = new DocumentMac(macOnlyEncrypted, TreeMeasure.PlaintextBytes(tree, isEncrypted: false));
        (_tree, _mac) = (tree, mac);
        var branches = tree.Branches.ConvertAll(Encrypt);
        _digest = mac.Finish();
        return new(branches);
    }

    /// <summary>The MAC as the metadata carry it.</summary>
    public string SealMac(DocumentMetadata metadata) =>
        cipher.Encrypt(new StringNode(new ByteString(_digest)), MacBinding.Of(metadata)).RevealText();

    private MapNode Encrypt(MapNode map)
    {
        _selection.EnterLevel();
        var entries = new List<MapEntry>(map.Entries.Count);
        foreach (var (key, value) in map.Entries)
        {
            switch (key)
            {
                case CommentNode comment:
                    entries.Add(MapEntry.Comment(Encrypt(comment)));
                    break;
                case StringNode name:
                    entries.Add(new(name, EncryptUnder(name, value)));
                    _selection.ForgetComments();
                    break;
                default:
                    throw WalkErrors.NonStringKey(ErrorCode.EncryptFailed, key, PlaceOf(key));
            }
        }

        _selection.LeaveLevel();
        return new(entries);
    }

    private Node EncryptUnder(StringNode key, Node value)
    {
        _path.Push(key.Value.Span);
        var matched = _selection.EnterKey(key.Value.Span);
        var encrypted = Encrypt(value);
        _selection.LeaveKey(matched);
        _path.Pop();
        return encrypted;
    }

    private ListNode Encrypt(ListNode list)
    {
        _selection.EnterLevel();
        var items = new List<Node>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (item is CommentNode comment)
            {
                AddComment(items, comment);
            }
            else
            {
                items.Add(Encrypt(item));
                _selection.ForgetComments();
            }
        }

        _selection.LeaveLevel();
        return new(items);
    }

    // Encrypted, a comment in a list is an ordinary text element. An empty one has no ciphertext and would turn into an empty
    // element for good, so it is dropped.
    private void AddComment(List<Node> items, CommentNode comment)
    {
        var encrypted = Encrypt(comment);
        if (ReferenceEquals(encrypted, comment))
        {
            items.Add(comment);
        }
        else if (!encrypted.Text.IsEmpty)
        {
            items.Add(new StringNode(encrypted.Text));
        }
    }

    private CommentNode Encrypt(CommentNode comment)
    {
        _selection.AddComment(comment.Text.Span);
        if (!_selection.IsSelected(isComment: true))
        {
            CheckReadable(comment);
            return comment;
        }

        var text = Seal(comment);
        return selector.Kind == SelectionKind.UnlessComment && selector.MatchesComment(text.Span)
            ? throw WalkErrors.CommentSelectsItself(text, PlaceOf(comment))
            : new(text, comment.Inline);
    }

    private Node Encrypt(Node value) => value switch
    {
        NullNode => value,
        MapNode map => Encrypt(map),
        ListNode list => Encrypt(list),
        UnsignedNode => throw WalkErrors.UnknownType(ErrorCode.EncryptFailed, value, PlaceOf(value)),
        _ => EncryptLeaf(value),
    };

    private Node EncryptLeaf(Node leaf)
    {
        var selected = _selection.IsSelected(isComment: false);
        _mac!.Add(leaf, selected);
        if (!selected)
        {
            CheckReadable(leaf);
            return leaf;
        }

        try
        {
            return new StringNode(Seal(leaf));
        }
        catch (SecretsKitException failure)
        {
            throw WalkErrors.Unencryptable(failure, PlaceOf(leaf));
        }
    }

    private ByteString Seal(Node leaf)
    {
        foreach (var memory in options.Reused)
        {
            if (memory.TryRecall(leaf, out var text))
            {
                return text;
            }
        }

        return cipher.Encrypt(leaf, _path.AdditionalData);
    }

    private string PlaceOf(Node node) => NodePlace.Of(_tree!, node);

    private void CheckReadable(Node leaf)
    {
        foreach (var memory in options.Secret)
        {
            if (memory.Knows(leaf))
            {
                throw WalkErrors.WouldBeReadable(PlaceOf(leaf));
            }
        }
    }
}
