using System.Diagnostics.CodeAnalysis;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>
/// A comment is bound to the path of the block that owns it, and writers differ in which block that is when it is between two. So one
/// that does not decrypt in its own block is tried in those that end just before it, and in those around it (spec sops.md 6.1).
/// </summary>
internal sealed class CommentPaths(ValueCipher cipher)
{
    /// <summary>
    /// Most other blocks that are tried for the comments of one file. A file of a release that differs needs
    /// one or two for each comment; beyond this comments count as unreadable, so that many of them in deep blocks do not multiply.
    /// </summary>
    public const int MostAttempts = 200_000;

    // Bytes of a path that take as long as another attempt, and comments that are passed in that time.
    private const int LongPath = 4096;
    private const int PassedPerAttempt = 256;

    private int _attempts;

    /// <summary>Tries the other blocks, innermost first.</summary>
    /// <param name="text">The comment's text.</param>
    /// <param name="keys">The keys of the block that the comment is in.</param>
    /// <param name="previous">The entry before the comment, or the default; an element of a list has no text key.</param>
    /// <param name="plain">The decrypted comment.</param>
    public bool TryDecrypt(ByteString text, List<ByteString> keys, MapEntry previous, [NotNullWhen(true)] out Node? plain)
    {
        plain = null;
        if (_attempts >= MostAttempts || !EncryptedText.TryParse(text.Span, out _))
        {
            return false;
        }

        var path = new ValuePath();
        keys.ForEach(key => path.Push(key.Span));
        EnterLast(path, previous);
        for (; ; path.Pop())
        {
            _attempts += 1 + (path.AdditionalData.Length / LongPath);
            if (cipher.TryDecrypt(text, path.AdditionalData, out plain))
            {
                return true;
            }

            if (path.Depth == 0)
            {
                return false;
            }
        }
    }

    // Down the last entries of the blocks that the previous entry closes.
    private void EnterLast(ValuePath path, MapEntry previous)
    {
        while (previous.Value is MapNode or ListNode)
        {
            if (previous.Key is StringNode key)
            {
                path.Push(key.Value.Span);
            }

            previous = previous.Value switch
            {
                MapNode map => Last(map.Entries, static entry => !entry.IsComment),
                ListNode list => new(NullNode.Instance, Last(list.Items, static item => item is not CommentNode) ?? NullNode.Instance),
                _ => default,
            };
        }
    }

    // Comments that are passed count, too: each of many comments passes all those before.
    private T? Last<T>(List<T> items, Predicate<T> isWanted)
    {
        var last = items.FindLastIndex(isWanted);
        _attempts += (items.Count - last) / PassedPerAttempt;
        return last < 0 ? default : items[last];
    }
}
