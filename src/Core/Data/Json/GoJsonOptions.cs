namespace SecretsKit.Core.Data.Json;

/// <summary>How JSON is laid out.</summary>
public sealed record GoJsonOptions
{
    /// <summary>As <c>json.Marshal</c> writes: compact, with <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> escaped.</summary>
    public static GoJsonOptions Compact { get; } = new();

    /// <summary>As <c>toPrettyJson</c> writes: two blanks for each level.</summary>
    public static GoJsonOptions Pretty { get; } = new() { Indented = true };

    /// <summary>As <c>toRawJson</c> writes: compact, nothing escaped that JSON allows.</summary>
    public static GoJsonOptions Raw { get; } = new() { EscapesHtml = false };

    /// <summary>Whether each entry is on a line of its own. False by default.</summary>
    public bool Indented { get; init; }

    /// <summary>Whether angle brackets and ampersands are escaped. True by default.</summary>
    public bool EscapesHtml { get; init; } = true;
}
