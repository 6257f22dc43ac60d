using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// Remembers which text each decrypted leaf came from, by the leaf itself and not by its value. So leaves that are moved into another tree
/// under the same path keep their ciphertext, equal items of a list each their own, and a leaf that
/// was secret is known as such. Not safe for concurrent use.
/// </summary>
public sealed class CiphertextMemory
{
    private readonly Dictionary<Node, ByteString> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether this very leaf was decrypted.</summary>
    public bool Knows(Node leaf) => _texts.ContainsKey(leaf);

    /// <summary>The text that this very leaf came from.</summary>
    /// <returns>False for a leaf that was not encrypted, or whose text is bound to another path than that of its place.</returns>
    public bool TryRecall(Node leaf, out ByteString text) => _texts.TryGetValue(leaf, out text) && !text.IsEmpty;

    /// <summary>The number of leaves, never their content.</summary>
    public override string ToString() => $"CiphertextMemory({_texts.Count} leaves)";

    /// <summary>Remembers a leaf; an empty text says that it cannot be used again.</summary>
    internal void Remember(Node leaf, ByteString text) => _texts[leaf] = text;
}
