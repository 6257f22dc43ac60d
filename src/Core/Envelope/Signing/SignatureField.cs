using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Signing;

/// <summary>
/// The field of the metadata that holds the signature of the file. The reference program reads past fields that it does not know and writes
/// none of them, so that a change by it takes the signature away (spec sops.md 5.3).
/// </summary>
internal static class SignatureField
{
    /// <summary>The name. As for all fields, case does not matter when it is read.</summary>
    public const string Name = "secretskit_signature";

    /// <summary>Takes the field out of a block that was just read.</summary>
    /// <returns>The signature; null without one; empty when there are several, or something other than a text.</returns>
    public static string? Take(MapNode block)
    {
        string? found = null;
        block.Entries.RemoveAll(entry =>
        {
            if (!IsSignature(entry.Key))
            {
                return false;
            }

            found = found is null && entry.Value is StringNode text ? text.Value.RevealText() : "";
            return true;
        });
        return found;
    }

    /// <summary>Adds a signature to a block whose fields are sorted.</summary>
    public static void Add(MapNode block, string signature)
    {
        var name = new ByteString(Name);
        var at = block.Entries.FindIndex(entry => entry.Key is StringNode field && field.Value.Span.SequenceCompareTo(name.Span) > 0);
        block.Entries.Insert(at < 0 ? block.Entries.Count : at, new(new StringNode(name), new StringNode(new ByteString(signature))));
    }

    private static bool IsSignature(Node key) =>
        key is StringNode name
            && name.Value.Length == Name.Length
            && name.Value.RevealText().Equals(Name, StringComparison.OrdinalIgnoreCase);
}
