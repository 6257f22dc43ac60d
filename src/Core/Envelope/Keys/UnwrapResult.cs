namespace SecretsKit.Core.Envelope.Keys;

/// <summary>How one attempt to unwrap ended.</summary>
public enum UnwrapOutcome
{
    /// <summary>The key part was recovered.</summary>
    Unwrapped,

    /// <summary>None of the identities at hand belongs to this key.</summary>
    NoMatch,

    /// <summary>The key service refused.</summary>
    Denied,

    /// <summary>The key service, or a program it needs, could not be reached.</summary>
    Unavailable,

    /// <summary>The wrapped text is damaged.</summary>
    Malformed,
}

/// <summary>One attempt on one master key; every part of it is safe to print.</summary>
/// <param name="Key">The master key tried.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">The cause in the reference tool's words, without key material; empty on success.</param>
public sealed record KeyAttempt(MasterKey Key, UnwrapOutcome Outcome, string Detail)
{
    /// <summary>The same without the list of places where the reference found no key. Default the whole detail.</summary>
    public string Problem
    {
        get => field ?? Detail;
        init;
    }

    /// <summary>The command that should have printed a key and failed, and how it ended; null where none did.</summary>
    public string? FailedCommand { get; init; }
}

/// <summary>An attempt and, when it succeeded, the recovered part, which the receiver owns. Not a record: it holds a secret.</summary>
public sealed class UnwrapResult
{
    private UnwrapResult(KeyAttempt attempt, KeyPart? part) => (Attempt, Part) = (attempt, part);

    /// <summary>What was tried and how it ended.</summary>
    public KeyAttempt Attempt { get; }

    /// <summary>
    /// The recovered part, or <see langword="null"/> unless the outcome is <see cref="UnwrapOutcome.Unwrapped"/>. Dispose it.
    /// </summary>
    public KeyPart? Part { get; }

    /// <summary>A success; the result takes ownership of <paramref name="part"/>.</summary>
    public static UnwrapResult Success(MasterKey key, KeyPart part) => new(new(key, UnwrapOutcome.Unwrapped, ""), part);

    /// <summary>A failure with its cause.</summary>
    public static UnwrapResult Failure(MasterKey key, UnwrapOutcome outcome, string detail) => Failure(new(key, outcome, detail));

    /// <summary>A failure with all that is known of it.</summary>
    public static UnwrapResult Failure(KeyAttempt attempt) => new(attempt, null);

    /// <summary>A fixed text; never the part.</summary>
    public override string ToString() => $"UnwrapResult({Attempt.Outcome})";
}
