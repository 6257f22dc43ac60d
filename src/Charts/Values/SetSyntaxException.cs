namespace SecretsKit.Charts.Values;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>An argument of <c>--set</c> or its kin cannot be understood. The message is Helm's, without its prefix.</summary>
/// <param name="message">What is wrong; may name keys, never values.</param>
public sealed class SetSyntaxException(string message) : Exception(message)
{
    /// <summary>What is wrong, to switch on. Default: it cannot be understood.</summary>
    public SetFault Fault { get; init; }
}
#pragma warning restore CA1032
