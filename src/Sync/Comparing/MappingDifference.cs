namespace SecretsKit.Sync.Comparing;

/// <summary>What a difference is about.</summary>
public enum DifferencePart
{
    /// <summary>The target.</summary>
    Secret,

    /// <summary>The status of the mapping.</summary>
    Status,

    /// <summary>When it was refreshed.</summary>
    Timing,
}

/// <summary>Something that this program would have otherwise than it is; never a value.</summary>
/// <param name="Part">What it is about.</param>
/// <param name="Field">Which field, such as <c>data.password</c> or <c>conditions.Ready</c>; empty for all of it.</param>
/// <param name="Problem">How it differs, as a clause.</param>
public sealed record MappingDifference(DifferencePart Part, string Field, string Problem);

/// <summary>What a comparison of a mapping came to.</summary>
public sealed class MappingComparison
{
    /// <summary>What differs, in order; none if nothing does, or if it was not compared.</summary>
    public IReadOnlyList<MappingDifference> Differences { get; init; } = [];

    /// <summary>Why it was not compared; empty if it was.</summary>
    public string Skipped { get; init; } = "";

    /// <summary>When to compare again, because a store has no turn now; null if it was compared or skipped.</summary>
    internal TimeSpan? PutOff { get; init; }

    /// <summary>How many differences there are.</summary>
    public override string ToString() => $"MappingComparison({Differences.Count})";
}
