using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

/// <summary>The forms of one key type: its entries in the metadata, its texts on the command line, its fields in a creation rule.</summary>
internal abstract class MasterKeyCodec(KeyType type)
{
    public KeyType Type { get; } = type;

    /// <summary>Whether entries say when the key was attached to the file.</summary>
    public virtual bool HasCreationTime => true;

    /// <summary>The key that an entry of the metadata describes.</summary>
    public abstract MasterKey Read(EntryReader entry);

    /// <summary>The fields that describe a key, without <c>enc</c> and <c>created_at</c>.</summary>
    public abstract IEnumerable<(string Name, Node Value)> Describe(MasterKey key);

    protected static (string Name, Node Value) Field(string name, string value) => (name, new StringNode(new Core.Text.ByteString(value)));
}
