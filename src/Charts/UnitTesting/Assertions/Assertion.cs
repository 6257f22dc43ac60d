using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Charts.UnitTesting.Snapshots;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary>One assertion of a test. It has no state: it is looked at for each template, in any number of runs.</summary>
internal abstract class Assertion
{
    /// <summary>Whether it is about failures of templates, so that those do not end the test. Default no.</summary>
    public virtual bool IsAboutFailures => false;

    /// <summary>Whether all documents count, chosen or not. Default no.</summary>
    public virtual bool SeesAllDocuments => false;

    /// <summary>Whether it holds of the documents of one template.</summary>
    public abstract Verdict Check(AssertionSubject subject);
}

/// <summary>What an assertion is looked at with.</summary>
/// <param name="Documents">Those of a template that were chosen.</param>
/// <param name="IsNegated">Whether the opposite is asserted.</param>
/// <param name="Snapshots">Those of the test.</param>
internal sealed record AssertionSubject(IReadOnlyList<Value> Documents, bool IsNegated, TestSnapshots Snapshots)
{
    /// <summary>The message of the template that failed; null where none did, and where it is another one.</summary>
    public string? Failure { get; init; }

    /// <summary>The same as people may see it.</summary>
    public string? ShownFailure { get; init; }

    /// <summary>Whether a template failed.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether the first document that fails is the last that is looked at.</summary>
    public bool FailsFast { get; init; }

    /// <summary>Whether to go on to the next document.</summary>
    public bool GoesOn(bool passes) => passes || !FailsFast;

    /// <summary>Clears texts of what was decrypted: for what is shown and stored, never for what is compared with a suite.</summary>
    public required Func<string, string> Mask { get; init; }

    /// <summary>A value with its texts cleared, before YAML breaks them into lines.</summary>
    public Value Masked(Value value) => MaskedValue.Of(value, Mask);
}

/// <summary>Whether an assertion holds.</summary>
/// <param name="Passes">Whether.</param>
/// <param name="Lines">Why not.</param>
internal readonly record struct Verdict(bool Passes, IReadOnlyList<string> Lines)
{
    /// <summary>It holds.</summary>
    public static Verdict Pass { get; } = new(true, []);

    /// <summary>It does not hold.</summary>
    public static Verdict Fail(FailureLines lines) => new(false, lines.Lines);
}
