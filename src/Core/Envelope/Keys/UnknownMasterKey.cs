using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// A key of a type that this program does not know, from a file that a newer one wrote. It can neither wrap nor unwrap here, and its
/// entry is written back as it was read, so that the file keeps its other ways in.
/// </summary>
/// <param name="Type">The name of the list that held the entry.</param>
/// <param name="Entry">The whole entry, <c>enc</c> included; not to be changed.</param>
public sealed record UnknownMasterKey(KeyType Type, MapNode Entry) : MasterKey(Type)
{
    /// <summary>
    /// The type and the texts that describe the key, in file order; <c>enc</c> and <c>created_at</c> describe the wrapping.
    /// </summary>
    public override string Id
    {
        get
        {
            var parts = new List<string> { Type.Field };
            foreach (var (name, value) in Entry.Entries)
            {
                if (name is StringNode label && value is StringNode text && label.Value.RevealText() is not ("enc" or "created_at"))
                {
                    parts.Add(text.Value.RevealText());
                }
            }

            return string.Join(':', parts);
        }
    }
}
