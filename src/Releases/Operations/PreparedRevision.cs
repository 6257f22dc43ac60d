using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// A new revision that is ready to be recorded and carried out: nothing has been written. It may hold secrets, so its text shows name and
/// revision alone.
/// </summary>
public sealed class PreparedRevision
{
    /// <summary>Its first record.</summary>
    public required Release Release { get; init; }

    /// <summary>How objects are written.</summary>
    public required WriteMethod Method { get; init; }

    /// <summary>Says what is done to the objects: called when it is recorded and the hooks before it have run.</summary>
    public required Func<CancellationToken, Task<ObjectPlan>> PlanAsync { get; init; }

    /// <summary>What is done when it is recorded, before its hooks run. Default nothing.</summary>
    internal Func<CancellationToken, Task> BeforeHooksAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>The states that writes before its record are bound to. Default: none are.</summary>
    internal BoundStates States { get; init; } = BoundStates.None;

    /// <summary>Name and revision.</summary>
    public override string ToString() => $"PreparedRevision({Release.Name}.v{Release.Revision})";
}
