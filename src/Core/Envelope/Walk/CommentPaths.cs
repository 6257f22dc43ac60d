using System.Diagnostics.CodeAnalysis;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>
/// A comment is bound to the path of the block that owns it, and writers differ in which block that is when it stands between two. So one
/// that does not decrypt in its own block is tried in those that end just before it, and in those around it (spec sops.md 6.1).
/// </summary>
internal static class CommentPaths
{
    /// <summary>Tries the other blocks, innermost first.</summary>
    /// <param name="cipher">The file's cipher.</param>
    /// <param name="text">The comment's text.</param>
    /// <param name="keys">The keys of the block that the comment stands in.</param>
    /// <param name="previous">The entry before the comment, or the default; an element of a list has no text key.</param>
    /// <param name="plain">The decrypted comment.</param>
    public static bool TryDecrypt(
        ValueCipher cipher, ByteString text, List<ByteString> keys, MapEntry previous, [NotNullWhen(true)] out Node? plain)
    {
        plain = null;
        if (!EncryptedText.TryParse(text.Span, out _))
        {
            return false;
        }

        var path = new ValuePath();
        keys.ForEach(key => path.Push(key.Span));
        EnterLast(path, previous);
        for (; ; path.Pop())
        {
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
    private static void EnterLast(ValuePath path, MapEntry previous)
    {
        while (previous.Value is MapNode or ListNode)
        {
            if (previous.Key is StringNode key)
            {
                path.Push(key.Value.Span);
            }

            previous = previous.Value switch
            {
                MapNode map => map.Entries.FindLast(entry => !entry.IsComment),
                ListNode list => new(NullNode.Instance, list.Items.FindLast(item => item is not CommentNode) ?? NullNode.Instance),
                _ => default,
            };
        }
    }
}
