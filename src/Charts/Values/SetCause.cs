using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Values;

/// <summary>What is wrong with an argument of <c>--set</c> or its kin.</summary>
public enum SetFault
{
    /// <summary>It cannot be understood, or does not fit the values that are there.</summary>
    Syntax,

    /// <summary>A key without a value.</summary>
    NoValue,

    /// <summary>The file that it names cannot be read: another cause says why.</summary>
    File,
}

/// <summary>Why an argument is refused. Neither the argument nor its value is here: it may be secret.</summary>
/// <param name="Flag">The flag, such as <c>--set-string</c>.</param>
/// <param name="Fault">What is wrong.</param>
public sealed record SetCause(string Flag, SetFault Fault) : FailureCause;
