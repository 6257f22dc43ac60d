using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Hooks;

/// <summary>Where and how hooks run.</summary>
/// <param name="Objects">The server. Lent.</param>
/// <param name="Writer">Makes objects. Lent.</param>
/// <param name="Generation">Whose rules and sentences count.</param>
/// <param name="Clock">Limits waits.</param>
public sealed record HookSurroundings(ObjectClient Objects, IHookObjects Writer, HelmGeneration Generation, TimeProvider Clock)
{
    /// <summary>Gives the times of records.</summary>
    public required Func<Timestamp> Now { get; init; }

    /// <summary>
    /// Stores the release before each hook is made, with the hook's start. What it throws ends the run; Helm itself goes on where the
    /// storage fails.
    /// </summary>
    public required Func<Release, CancellationToken, Task> Record { get; init; }

    /// <summary>Whether a hook of the event runs. Default: all do.</summary>
    public Func<ReleaseHook, bool> Selects { get; init; } = _ => true;

    /// <summary>
    /// How each hook is waited for, and each deletion of one: the time is that of one wait. Default: Helm 4's rules, five minutes.
    /// </summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>Receives what containers printed, where hooks ask for it. Default: nothing receives it, and it is not read.</summary>
    public IHookOutput Output { get; init; } = SilentHookOutput.Instance;

    /// <summary>Receives notices of what fails and does not matter. Default: nothing receives them.</summary>
    public IChartLog Log { get; init; } = SilentChartLog.Instance;
}
