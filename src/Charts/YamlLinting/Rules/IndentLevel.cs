namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary>What is open around a token.</summary>
internal enum IndentKind
{
    Root,
    BlockMapping,
    FlowMapping,
    BlockSequence,
    FlowSequence,
    Entry,
    Key,
    Value,
}

/// <summary>Something that is open.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Indent">The column of what is first on a line in it; -1 where any further right will do.</param>
internal sealed record IndentLevel(IndentKind Kind, int Indent)
{
    /// <summary>For flow collections: the column of the line that they began on.</summary>
    public int LineIndent { get; init; }

    /// <summary>Whether it is a key with a question mark.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Whether it is a sequence that no token begins and ends.</summary>
    public bool IsImplicit { get; init; }
}
