namespace SecretsKit.Sync.Observing;

/// <summary>What an agent that writes nothing would have otherwise.</summary>
/// <param name="Part">What it is about: <c>secret</c>, <c>status</c> or <c>timing</c>.</param>
/// <param name="Field">Which field; empty for all of it.</param>
/// <param name="Problem">How it differs, never a value.</param>
public sealed record ShadowDifference(string Part, string Field, string Problem);

/// <summary>What such an agent has found of a mapping.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Result">
/// <c>same</c>, <c>differs</c>, <c>skipped</c>, or <c>pending</c> while a difference has not stayed long enough to count.
/// </param>
/// <param name="Skipped">Why it was not compared; empty if it was.</param>
/// <param name="Differences">What differs.</param>
public sealed record ShadowState(
    string Namespace, string Name, string Result, string Skipped, IReadOnlyList<ShadowDifference> Differences);
