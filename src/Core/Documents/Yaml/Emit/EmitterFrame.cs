namespace SecretsKit.Core.Documents.Yaml.Emit;

internal enum CollectionShape : byte
{
    Root,
    BlockSequence,
    BlockMapping,
    FlowSequence,
    FlowMapping,
}

internal enum MappingSlot : byte
{
    Key,

    /// <summary>The value of a key that is on the line: <c>key: value</c>.</summary>
    SimpleValue,

    /// <summary>The value of a key that was written after <c>?</c>.</summary>
    ComplexValue,
}

/// <summary>What is about to be written, as far as comments of the key before it care.</summary>
internal enum SlotContent : byte
{
    Scalar,

    /// <summary>A collection for which flow style was not asked.</summary>
    Block,

    Other,
}

/// <summary>An open collection.</summary>
internal struct EmitterFrame
{
    public CollectionShape Shape;

    /// <summary>What comes next in a mapping.</summary>
    public MappingSlot Slot;

    /// <summary>Whether the node being written is a key.</summary>
    public bool InKey;

    /// <summary>Whether nothing was written into a flow collection yet.</summary>
    public bool First;

    /// <summary>Whether the comma after the last item was written already, before its comment.</summary>
    public bool CommaWritten;

    /// <summary>The indentation to return to.</summary>
    public int OuterIndent;
}
