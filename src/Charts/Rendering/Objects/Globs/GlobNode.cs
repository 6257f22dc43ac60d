namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>What a piece of a pattern is.</summary>
internal enum GlobKind
{
    /// <summary>Pieces one behind the other.</summary>
    Row,

    /// <summary>Rows in braces.</summary>
    Choice,

    /// <summary>Any characters but slashes.</summary>
    Star,

    /// <summary>Any characters.</summary>
    DoubleStar,

    /// <summary>One character, not a slash.</summary>
    One,

    /// <summary>One of some characters, or none of them.</summary>
    Set,

    /// <summary>One character between two, or outside.</summary>
    Range,

    /// <summary>These characters.</summary>
    Text,

    /// <summary>What is left of a choice whose row is shared with the others.</summary>
    Nothing,
}

/// <summary>A piece of a pattern.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Of texts and sets: the characters.</param>
/// <param name="IsNegated">Of sets and ranges: whether they name what is not wanted.</param>
/// <param name="Low">Of ranges: the first code point.</param>
/// <param name="High">Of ranges: the last one.</param>
internal sealed record GlobNode(GlobKind Kind, string Text = "", bool IsNegated = false, int Low = 0, int High = 0)
{
    /// <summary>Of rows and choices.</summary>
    public List<GlobNode> Children { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(GlobNode? other) => other is not null
        && (Kind, Text, IsNegated, Low, High) == (other.Kind, other.Text, other.IsNegated, other.Low, other.High)
        && Children.SequenceEqual(other.Children);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Text, IsNegated, Low, High, Children.Count);
}
