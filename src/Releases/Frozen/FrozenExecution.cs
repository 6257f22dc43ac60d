using SecretsKit.Core.Errors;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Frozen;

/// <summary>
/// Carries out a plan, once: first everything is compared with what was reviewed, then each write is bound to that state, so that the
/// server refuses it for any other. So are the first writes of the objects of hooks, which run as they were reviewed.
/// </summary>
/// <param name="context">Where, with the wait of the plan's settings.</param>
/// <param name="plan">The plan.</param>
public sealed class FrozenExecution(OperationContext context, FrozenPlan plan)
{
    /// <summary>Carries it out.</summary>
    /// <param name="cancellationToken">Ends it; the record says so then.</param>
    /// <returns>The release as it was recorded.</returns>
    /// <exception cref="SecretsKitException">
    /// Something has changed, with a <see cref="StateChangeCause"/>; or it failed, and from the first record on the record says so, too.
    /// </exception>
    public async Task<Release> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var item in plan.Writes.Select(write => write.Write.Item).Concat(plan.Deletions.Select(item => item.Item)))
        {
            context.Objects.Resources.Assume(item.Resource);
        }

        var name = plan.Release.Name;
        var history = await context.Store.LoadHistoryAsync(name, cancellationToken);
        var states = await new FrozenCheck(context, plan).RunAsync(history, cancellationToken);
        try
        {
            return await RunAsync(history, states, cancellationToken);
        }
        catch (SecretsKitException failure) when (failure.Cause is DeployCause { Fault: DeployFault.Pending or DeployFault.NameInUse })
        {
            // Somebody else recorded the revision since it was looked for, perhaps by this very plan.
            var now = await context.Store.LoadHistoryAsync(name, cancellationToken);
            throw ReleaseChanges.Of(plan, now)?.ToRefusal() ?? failure;
        }
    }

    private Task<Release> RunAsync(ReleaseHistory history, BoundStates states, CancellationToken ct) => plan.Operation switch
    {
        FrozenOperation.Install => InstallAsync(history, states, ct),
        FrozenOperation.Upgrade => UpgradeAsync(history, states, ct),
        FrozenOperation.Rollback => RollBackAsync(history, states, ct),
        _ => UninstallAsync(history, states, ct),
    };

    private Task<Release> InstallAsync(ReleaseHistory history, BoundStates states, CancellationToken ct)
    {
        var settings = plan.Settings;
        var operation = new InstallOperation(context, new()
        {
            Method = settings.Method,
            Hooks = settings.Hooks,
            Reversal = settings.Reversal,
            CreatesNamespace = settings.CreatesNamespace,
            Description = settings.Description,
        });
        operation.Use(history);
        return operation.CarryOutAsync(Prepared(plan.Release.WithFirstDeployed(context.Now), states), ct);
    }

    private Task<Release> UpgradeAsync(ReleaseHistory history, BoundStates states, CancellationToken ct)
    {
        var settings = plan.Settings;
        var operation = new UpgradeOperation(context, new()
        {
            Apply = settings.Apply,
            Hooks = settings.Hooks,
            Reversal = settings.Reversal,
            Cleanup = settings.Cleanup,
            HistoryLimit = settings.HistoryLimit,
            Description = settings.Description,
        });
        operation.Use(history);
        return operation.CarryOutAsync(Prepared(plan.Release, states), ct);
    }

    private Task<Release> RollBackAsync(ReleaseHistory history, BoundStates states, CancellationToken ct)
    {
        var settings = plan.Settings;
        var operation = new RollbackOperation(context, new()
        {
            Apply = settings.Apply,
            Hooks = settings.Hooks,
            Cleanup = settings.Cleanup,
            HistoryLimit = settings.HistoryLimit,
        });
        operation.Use(history);
        return operation.CarryOutAsync(Prepared(plan.Release, states), ct);
    }

    private async Task<Release> UninstallAsync(ReleaseHistory history, BoundStates states, CancellationToken ct)
    {
        var settings = plan.Settings;
        var operation = new UninstallOperation(context, new()
        {
            Hooks = settings.Hooks,
            History = settings.History,
            Propagation = settings.Propagation,
            Description = settings.Description,
        })
        {
            States = states,
        };
        return (await operation.RunAsync(history, ct)).Release;
    }

    private PreparedRevision Prepared(Release release, BoundStates states) => new()
    {
        Release = release.WithLastDeployed(context.Now),
        Method = plan.Settings.Method,
        PlanAsync = _ => Task.FromResult(new ObjectPlan
        {
            Writes = [.. plan.Writes.Select(item => item.Write)],
            Method = plan.Settings.Method,
            Deletions = [.. plan.Deletions.Select(item => item.Item)],
            IsCreation = plan.IsCreation,
            States = states,
        }),
        BeforeHooksAsync = ct => new DefinitionInstallation(context, plan.Settings.Method) { States = states }
            .RunAsync([.. plan.Definitions.Select(item => item.File)], ct),
        States = states,
    };
}
