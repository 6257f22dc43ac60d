using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Goldens.Documents.Yaml;

/// <summary>
/// What encryption and decryption do to the shape of a tree, with the masks of the golden data in place of ciphertext: enough to judge
/// how encrypted and decrypted documents are written, without a key.
/// </summary>
internal static class MaskedEncryption
{
    private const string UnencryptedSuffix = "_unencrypted";

    /// <summary>Leaves become <c>ENC[*,type:T]</c>, comments of lists become items; a last entry stands for the metadata.</summary>
    public static DocumentTree Encrypt(DocumentTree tree, string metadataKey)
    {
        var branches = new List<MapNode>();
        foreach (var branch in tree.Branches)
        {
            var encrypted = (MapNode)Encrypt(branch);
            encrypted.Entries.Add(MapEntry.Of(metadataKey, NullNode.Instance));
            branches.Add(encrypted);
        }

        return new DocumentTree(branches);
    }

    /// <summary>
    /// A comment that was encrypted comes back without the knowledge that it was on the line of a value; the comments of a map without
    /// keys are written between its braces, and lost there.
    /// </summary>
    public static DocumentTree EncryptAndDecrypt(DocumentTree tree) =>
        new([.. tree.Branches.Select(branch => (MapNode)ForgetInline(branch))]);

    private static Node Encrypt(Node node) => node switch
    {
        MapNode map => new MapNode([.. map.Entries.Select(entry => Encrypt(entry))]),
        ListNode list => new ListNode([.. list.Items.Select(Encrypt)]),
        CommentNode => Masked("comment"),
        NullNode => node,
        StringNode { Value.IsEmpty: true } => node,
        StringNode => Masked("str"),
        IntNode => Masked("int"),
        FloatNode => Masked("float"),
        BoolNode => Masked("bool"),
        TimeNode => Masked("time"),
        _ => throw new NotSupportedException(node.ToString()),
    };

    private static MapEntry Encrypt(MapEntry entry) => entry.Key switch
    {
        CommentNode comment => MapEntry.Comment(new CommentNode(Masked("comment").Value, comment.Inline)),
        _ when IsUnencrypted(entry) => entry,
        _ => entry with { Value = Encrypt(entry.Value) },
    };

    private static Node ForgetInline(Node node) => node switch
    {
        MapNode map when map.Entries.TrueForAll(entry => entry.IsComment) => new MapNode(),
        MapNode map => new MapNode([.. map.Entries.Select(ForgetInline)]),
        ListNode list => new ListNode([.. list.Items.Select(ForgetInline)]),
        CommentNode comment => new CommentNode(comment.Text),
        _ => node,
    };

    private static MapEntry ForgetInline(MapEntry entry) =>
        IsUnencrypted(entry) ? entry : new MapEntry(ForgetInline(entry.Key), ForgetInline(entry.Value));

    private static bool IsUnencrypted(MapEntry entry) =>
        entry.Key is StringNode key && key.Value.RevealText().EndsWith(UnencryptedSuffix, StringComparison.Ordinal);

    private static StringNode Masked(string type) => new(new ByteString($"ENC[*,type:{type}]"));
}
