namespace SecretsKit.Core.Data;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A value has no text of the wanted form, or a text is not of it. The message is Go's, without place or function name.</summary>
/// <param name="message">What is wrong, in Go's words: templates show it as the error of a function.</param>
public class ValueException(string message) : Exception(message)
{
    /// <summary>Whether one of our limits was reached, which no function may answer with an empty result. Default false.</summary>
    public bool IsLimit { get; init; }
}
#pragma warning restore CA1032
