namespace SecretsKit.Core.Data.Json;

/// <summary>What is wrong with a JSON text.</summary>
public enum JsonFault
{
    /// <summary>It ends within a value.</summary>
    UnexpectedEnd,

    /// <summary>A character cannot be where it is.</summary>
    UnexpectedCharacter,

    /// <summary>Something follows the value.</summary>
    TrailingText,

    /// <summary>It is nested more deeply than <see cref="GoJsonReading.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>It is well formed and holds a number that no <c>float64</c> holds.</summary>
    NumberRange,
}

/// <summary>Why a text is not the JSON that was expected.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Message">The same in Go's words, which quote single characters and numbers of the text.</param>
public sealed record JsonError(JsonFault Fault, string Message)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
