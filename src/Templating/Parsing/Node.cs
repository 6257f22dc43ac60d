namespace SecretsKit.Templating.Parsing;

/// <summary>Kinds of nodes, for switches on paths that run often.</summary>
internal enum NodeKind : byte
{
    Text,
    Action,
    If,
    With,
    Range,
    Template,
    Break,
    Continue,
    List,
    Pipeline,
    Command,
    Field,
    Variable,
    Chain,
    Function,
    Dot,
    Nil,
    Constant,
    Number,
}

/// <summary>A node of the syntax tree. Immutable once its template is parsed.</summary>
internal abstract class Node(NodeKind kind, Source source, int position)
{
    /// <summary>What it is.</summary>
    public NodeKind Kind { get; } = kind;

    /// <summary>Where errors say it is (spec go-template.md 6.1), a byte offset in <see cref="Source"/>.</summary>
    public int Position { get; } = position;

    /// <summary>The text that it was parsed from.</summary>
    public Source Source { get; } = source;
}
