namespace SecretsKit.Charts.Validation;

/// <summary>What came of one resource.</summary>
public enum VerdictStatus
{
    /// <summary>It fits its schema.</summary>
    Valid,

    /// <summary>It does not.</summary>
    Invalid,

    /// <summary>It could not be checked: it cannot be read, is not allowed, or there is no schema.</summary>
    Error,

    /// <summary>It was left out on request.</summary>
    Skipped,

    /// <summary>There is nothing: comments, a null, or no document at all.</summary>
    Empty,
}

/// <summary>One thing that does not fit a schema.</summary>
/// <param name="Pointer">JSON pointer to the value; empty for the whole.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record Violation(string Pointer, string Message);

/// <summary>The result for one resource.</summary>
/// <param name="Source">The file that it comes from, as it was named.</param>
/// <param name="Identity">What it is, as far as it could be read.</param>
/// <param name="Status">What came of it.</param>
public sealed record ResourceVerdict(string Source, ResourceIdentity Identity, VerdictStatus Status)
{
    /// <summary>Why it is invalid or an error, in kubeconform's words; empty otherwise. It may have several lines.</summary>
    public string Message { get; init; } = "";

    /// <summary>What is wrong with an invalid resource, without the causes below.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>Whether it is an error because no schema was found.</summary>
    public bool LacksSchema { get; init; }

    /// <summary>Whether it makes a run fail.</summary>
    public bool IsFailure => Status is VerdictStatus.Invalid or VerdictStatus.Error;
}
