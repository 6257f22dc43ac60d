namespace SecretsKit.Templating.Execution;

/// <summary>How a list of nodes ended.</summary>
internal enum Flow : byte
{
    /// <summary>After its last node.</summary>
    Next,

    /// <summary>By <c>break</c>.</summary>
    Break,

    /// <summary>By <c>continue</c>.</summary>
    Continue,
}
