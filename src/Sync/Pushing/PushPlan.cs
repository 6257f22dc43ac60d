using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Pushing;

/// <summary>What is done for a PushSecret.</summary>
internal enum PushAction
{
    /// <summary>Nothing: it is not due, or none of its stores is this agent's.</summary>
    None,

    /// <summary>Its steps are carried out; then, if it says so, what it no longer names is deleted.</summary>
    Push,

    /// <summary>Its source is gone: what was written is deleted.</summary>
    DeleteAll,

    /// <summary>It cannot be carried out.</summary>
    Fail,
}

/// <summary>What is done for a PushSecret, before it is done. Not a record: it holds secrets.</summary>
/// <param name="action">What.</param>
internal sealed class PushPlan(PushAction action)
{
    public PushAction Action { get; } = action;

    public IReadOnlyList<PushStep> Steps { get; init; } = [];

    /// <summary>The stores that are written to, as statuses name them, whether or not there are steps.</summary>
    public IReadOnlyList<string> Stores { get; init; } = [];

    /// <summary>What a generator made at a server: kept track of if something is pushed, else revoked.</summary>
    public IReadOnlyList<GeneratedState> States { get; set; } = [];

    /// <summary>What is wrong, for <see cref="PushAction.Fail"/>.</summary>
    public string Problem { get; init; } = "";

    /// <summary>When it is looked at again if nothing is done.</summary>
    public Requeue Requeue { get; init; }

    /// <summary>The action, never the content.</summary>
    public override string ToString() => $"PushPlan({Action}, {Steps.Count})";
}
