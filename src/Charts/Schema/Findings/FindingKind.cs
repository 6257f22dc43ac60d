namespace SecretsKit.Charts.Schema.Findings;

/// <summary>What a finding says; the keyword that found it may have several.</summary>
public enum FindingKind
{
    /// <summary>The whole check; its causes are the findings.</summary>
    Schema,

    /// <summary>Several findings of one schema on one value.</summary>
    Group,

    /// <summary>What a referenced schema found.</summary>
    Reference,

    /// <summary>References that lead back to where they began.</summary>
    ReferenceCycle,

    /// <summary>The schema <c>false</c>.</summary>
    FalseSchema,

    /// <summary>Another type.</summary>
    Type,

    /// <summary>None of the allowed values.</summary>
    Enum,

    /// <summary>Not the one allowed value.</summary>
    Const,

    /// <summary>Out of a numeric bound, <c>multipleOf</c> included.</summary>
    Bound,

    /// <summary>Too many or too few: characters, items or properties.</summary>
    Size,

    /// <summary>A text that a pattern does not match.</summary>
    Pattern,

    /// <summary>A text without the wanted format.</summary>
    Format,

    /// <summary>Properties that are missing.</summary>
    Required,

    /// <summary>Properties that others make necessary.</summary>
    Dependency,

    /// <summary>Properties that nobody declared.</summary>
    AdditionalProperties,

    /// <summary>A name that does not fit.</summary>
    PropertyName,

    /// <summary>More items than the tuple has.</summary>
    AdditionalItems,

    /// <summary>Two equal items.</summary>
    UniqueItems,

    /// <summary>No item of the wanted kind.</summary>
    Contains,

    /// <summary>Too few items of the wanted kind.</summary>
    MinContains,

    /// <summary>Too many items of the wanted kind.</summary>
    MaxContains,

    /// <summary>Some of <c>allOf</c> failed.</summary>
    AllOf,

    /// <summary>All of <c>anyOf</c> failed.</summary>
    AnyOf,

    /// <summary>None of <c>oneOf</c> matched, or two.</summary>
    OneOf,

    /// <summary>What must not match did.</summary>
    Not,
}
