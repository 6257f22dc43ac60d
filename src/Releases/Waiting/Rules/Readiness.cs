namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>How far an object is, and why.</summary>
/// <param name="State">How far.</param>
/// <param name="Cause">Why.</param>
/// <param name="Have">A number that the cause names.</param>
/// <param name="Want">The number that it should be.</param>
/// <param name="Detail">A text that the cause names; it may quote what a controller wrote.</param>
public sealed record Readiness(
    ReadinessState State, ReadinessCause Cause = ReadinessCause.None, long Have = 0, long Want = 0, string Detail = "")
{
    /// <summary>As its manifest wants it.</summary>
    public static Readiness Ready { get; } = new(ReadinessState.Ready);

    /// <summary>Not read.</summary>
    public static Readiness Unknown { get; } = new(ReadinessState.Unknown);

    /// <summary>Not read, for want of a right.</summary>
    public static Readiness NotReadable { get; } = new(ReadinessState.Unknown, ReadinessCause.NotReadable);

    /// <summary>Not there.</summary>
    public static Readiness NotFound { get; } = new(ReadinessState.NotFound, ReadinessCause.Missing);

    /// <summary>When it has to be judged again, though nothing changed; null if never.</summary>
    public DateTimeOffset? JudgedAgain { get; init; }

    /// <summary>Not ready yet.</summary>
    public static Readiness Waits(ReadinessCause cause, long have = 0, long want = 0, string detail = "") =>
        new(ReadinessState.InProgress, cause, have, want, detail);

    /// <summary>Failed.</summary>
    public static Readiness Fails(ReadinessCause cause, long have = 0, long want = 0, string detail = "") =>
        new(ReadinessState.Failed, cause, have, want, detail);
}
