using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>One pass over an encrypted tree that makes the plaintext tree and its MAC. For a single use.</summary>
internal sealed class DecryptingWalk(ValueCipher cipher, ValueSelector selector, bool macOnlyEncrypted, DecryptOptions options)
{
    private readonly ValuePath _path = new();
    private readonly CommentPaths _commentPaths = new(cipher);
    private readonly List<ByteString> _keys = [];
    private readonly SelectionTracker _selection = new(selector);
    private DocumentTree? _tree;
    private DocumentMac? _mac;
    private string _digest = "";

    public DocumentTree Run(DocumentTree tree)
    {
        using var mac = new DocumentMac(macOnlyEncrypted, TreeMeasure.PlaintextBytes(tree, isEncrypted: true));
        (_tree, _mac) = (tree, mac);
        var branches = tree.Branches.ConvertAll(Decrypt);
        _digest = mac.Finish();
        return new(branches);
    }

    /// <summary>Compares the MAC of the values with the file's.</summary>
    public MacVerification Verify(DocumentMetadata metadata, MacPolicy policy) =>
        policy == MacPolicy.Ignore ? new(MacOutcome.Ignored, _digest, "") : StoredMac.Compare(cipher, metadata, _digest);

    private MapNode Decrypt(MapNode map)
    {
        _selection.EnterLevel();
        var entries = new List<MapEntry>(map.Entries.Count);
        var previous = default(MapEntry);
        foreach (var entry in map.Entries)
        {
            var (key, value) = entry;
            switch (key)
            {
                case CommentNode comment:
                    _selection.AddComment(comment.Text.Span);
                    entries.Add(MapEntry.Comment(Decrypt(comment, previous)));
                    break;
                case StringNode name:
                    // A value that claims to be a comment is outside the MAC. Where the MAC is ignored it stays what it claims to be.
                    var plain = DecryptUnder(name, value);
                    entries.Add(plain is CommentNode claimed ? MapEntry.Comment(claimed) : new(name, plain));
                    _selection.ForgetComments();
                    previous = entry;
                    break;
                default:
                    throw WalkErrors.NonStringKey(ErrorCode.DecryptFailed, key, PlaceOf(key));
            }
        }

        _selection.LeaveLevel();
        return new(entries);
    }

    private Node DecryptUnder(StringNode key, Node value)
    {
        _path.Push(key.Value.Span);
        _keys.Add(key.Value);
        var matched = _selection.EnterKey(key.Value.Span);
        var decrypted = Decrypt(value);
        _selection.LeaveKey(matched);
        _keys.RemoveAt(_keys.Count - 1);
        _path.Pop();
        return decrypted;
    }

    private ListNode Decrypt(ListNode list)
    {
        _selection.EnterLevel();
        var items = new List<Node>(list.Items.Count);
        var previous = default(MapEntry);
        foreach (var item in list.Items)
        {
            if (item is CommentNode comment)
            {
                _selection.AddComment(comment.Text.Span);
                items.Add(Decrypt(comment, previous));
            }
            else if (item is StringNode text && IsEncryptedComment(text.Value))
            {
                // The reference clears the comments above here and then cannot read what it wrote itself.
                _selection.AddComment(text.Value.Span);
                items.Add(DecryptLeaf(text, isComment: true));
            }
            else
            {
                items.Add(Decrypt(item));
                _selection.ForgetComments();
                previous = new(NullNode.Instance, item);
            }
        }

        _selection.LeaveLevel();
        return new(items);
    }

    private static bool IsEncryptedComment(ByteString text) =>
        EncryptedText.TryParse(text.Span, out var parts) && parts.Type.SequenceEqual("comment"u8);

    private Node Decrypt(Node value) => value switch
    {
        NullNode => value,
        MapNode map => Decrypt(map),
        ListNode list => Decrypt(list),
        UnsignedNode => throw WalkErrors.UnknownType(ErrorCode.DecryptFailed, value, PlaceOf(value)),
        _ => DecryptLeaf(value, isComment: false),
    };

    private Node DecryptLeaf(Node leaf, bool isComment)
    {
        var selected = _selection.IsSelected(isComment);
        var plain = selected ? Open(leaf) : leaf;
        _mac!.Add(plain, selected);
        return plain;
    }

    private Node Open(Node leaf)
    {
        if (leaf is not StringNode text)
        {
            throw WalkErrors.NotText(leaf, PlaceOf(leaf));
        }

        try
        {
            var plain = cipher.Decrypt(text.Value, _path.AdditionalData);
            if (!text.Value.IsEmpty)
            {
                options.Memory?.Remember(plain, text.Value);
            }

            return plain;
        }
        catch (SecretsKitException failure)
        {
            throw text.Value.Span.StartsWith("ENC["u8)
                ? WalkErrors.Undecryptable(failure, PlaceOf(leaf))
                : WalkErrors.NotCiphertext(failure, PlaceOf(leaf));
        }
    }

    private string PlaceOf(Node node) => NodePlace.Of(_tree!, node, _keys);

    private CommentNode Decrypt(CommentNode comment, MapEntry previous)
    {
        if (!_selection.IsSelected(isComment: true))
        {
            return comment;
        }

        var isOfThisPath = cipher.TryDecrypt(comment.Text, _path.AdditionalData, out var plain);
        if (!isOfThisPath && !_commentPaths.TryDecrypt(comment.Text, _keys, previous, out plain))
        {
            options.UnreadableComment?.Invoke(EncryptedText.MayBeEchoed(comment.Text.Span) ? comment.Text : ByteString.Empty);
            return comment;
        }

        var decrypted = plain switch
        {
            CommentNode text => text,
            StringNode text => new(text.Value),
            _ => throw WalkErrors.NotAComment(PlaceOf(comment)),
        };
        if (!comment.Text.IsEmpty)
        {
            options.Memory?.Remember(decrypted, isOfThisPath ? comment.Text : ByteString.Empty);
        }

        return decrypted;
    }
}
