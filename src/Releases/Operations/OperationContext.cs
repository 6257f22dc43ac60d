using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Operations;

/// <summary>Where operations on releases work.</summary>
/// <param name="Objects">The server of the objects. Lent.</param>
/// <param name="Store">The records. Lent.</param>
/// <param name="Namespace">Where objects are that name no namespace.</param>
/// <param name="Generation">Whose rules and sentences count.</param>
/// <param name="Clock">Gives the times of records, and limits waits.</param>
public sealed record OperationContext(
    ObjectClient Objects, ReleaseStore Store, string Namespace, HelmGeneration Generation, TimeProvider Clock)
{
    /// <summary>Takes decrypted values out of a text before a record keeps it. Default: nothing was decrypted.</summary>
    public Func<string, string> Redact { get; init; } = text => text;

    /// <summary>Receives notices of what fails. Default: none are kept.</summary>
    public IChartLog Log { get; init; } = SilentChartLog.Instance;

    /// <summary>How objects and hooks are waited for. Default: hooks alone, five minutes each.</summary>
    public WaitOptions Wait { get; init; } = new() { Strategy = WaitStrategy.HookOnly };

    /// <summary>Which annotations order objects. Default: ours.</summary>
    public OrderNames OrderNames { get; init; }

    /// <summary>Receives what containers of hooks printed, where hooks ask for it. Default: nothing receives it.</summary>
    public IHookOutput HookOutput { get; init; } = SilentHookOutput.Instance;

    /// <summary>The zone of this machine, which times of records name. Default UTC.</summary>
    public GoZone Zone { get; init; } = GoZone.LocalUtc;

    /// <summary>What messages call the flag that undoes failed operations.</summary>
    internal string ReversalFlag => Generation == HelmGeneration.V4 ? "rollback-on-failure" : "atomic";

    /// <summary>The time, as records keep it.</summary>
    internal Timestamp Now => GoTime.From(Clock.GetUtcNow(), Zone).Timestamp;
}
