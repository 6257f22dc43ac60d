namespace SecretsKit.Core.Text;

/// <summary>Why a text is not a number or a truth value; the two causes that Go's <c>strconv</c> knows.</summary>
public enum GoNumberError
{
    /// <summary>It was read.</summary>
    None,

    /// <summary><c>invalid syntax</c>.</summary>
    Syntax,

    /// <summary><c>value out of range</c>; the nearest value that fits is given.</summary>
    Range,
}
