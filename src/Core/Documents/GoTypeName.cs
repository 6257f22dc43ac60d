using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Core.Documents;

/// <summary>The Go types that the reference tool holds nodes in, as its messages name them.</summary>
internal static class GoTypeName
{
    /// <summary>In the tree of a document.</summary>
    public static string Of(Node node) => node switch
    {
        MapNode => "sops.TreeBranch",
        ListNode => "[]interface {}",
        CommentNode => "sops.Comment",
        _ => OfScalar(node),
    };

    /// <summary>After a decoder without types of its own.</summary>
    public static string OfDecoded(Node node) => node switch
    {
        MapNode => "map[string]interface {}",
        ListNode => "[]interface {}",
        _ => OfScalar(node),
    };

    /// <summary>The kind of what a decoder gave.</summary>
    public static string KindOf(Node node) => node switch
    {
        ListNode => "slice",
        MapNode => "map",
        TimeNode => "struct",
        _ => OfScalar(node),
    };

    /// <summary>What a YAML decoder without types of its own makes of a node.</summary>
    public static string OfDecoded(YamlNode node) => node switch
    {
        { Kind: YamlKind.Mapping } => "map[string]interface {}",
        { Kind: YamlKind.Sequence } => "[]interface {}",
        { Tag: YamlTags.Null } => "<nil>",
        { Tag: YamlTags.Int } => "int",
        { Tag: YamlTags.Float } => "float64",
        { Tag: YamlTags.Bool } => "bool",
        { Tag: YamlTags.Timestamp } => "time.Time",
        _ => "string",
    };

    private static string OfScalar(Node node) => node switch
    {
        StringNode => "string",
        IntNode => "int",
        UnsignedNode => "uint64",
        FloatNode => "float64",
        BoolNode => "bool",
        TimeNode => "time.Time",
        _ => "<nil>",
    };
}
