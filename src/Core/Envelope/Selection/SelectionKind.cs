namespace SecretsKit.Core.Envelope.Selection;

/// <summary>Which of the kinds of rule a selector follows.</summary>
internal enum SelectionKind
{
    /// <summary>Every value.</summary>
    All,

    /// <summary>All but what is under a matching key.</summary>
    UnlessKey,

    /// <summary>Only what is under a matching key.</summary>
    OnlyKey,

    /// <summary>All but what is under a matching comment.</summary>
    UnlessComment,

    /// <summary>Only what is under a matching comment.</summary>
    OnlyComment,
}
