using System.Text;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Guards;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary><c>helm uninstall</c>: removes releases from a cluster (spec helm.md 11).</summary>
internal static class UninstallCommand
{
    private static readonly Flag KeepHistory = new(FlagKind.Switch, "keep-history", "Keeps the records, so that it can be rolled back.");
    private static readonly Flag IgnoreNotFound = new(FlagKind.Switch, "ignore-not-found", "Does not fail where there is no such release.");
    private static readonly Flag Cascade = new(FlagKind.Text, "cascade", "What becomes of objects that those of the release own.")
    {
        Default = "background",
        Values = ["background", "foreground", "orphan"],
    };

    private static readonly Flag DryRun = new(FlagKind.Switch, "dry-run", "Changes nothing.");

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("uninstall", "RELEASE_NAME [...] [flags]", "Removes releases.")
    {
        Flags = generation => HelmFlags.With(
        [
            KeepHistory, IgnoreNotFound, Cascade, DryRun, HelmFlags.NoHooks, DeployFlags.Description, LockFlags.Lock, TrackFlags.Track,
            .. WaitFlags.OfUninstall(generation),
        ]),
        Arguments = ArgumentRule.AtLeast(1),
        UsesCluster = true,
        Run = RunAsync,
    };

    private static Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct) => DeployRun.RunAsync(
        session,
        flags,
        () => "",
        async place =>
        {
            var propagation = Propagation(flags);
            var context = await place.OpenAsync(ct);
            foreach (var name in flags.Arguments)
            {
                await LockAsync(place, flags, name, ct);
                var text = await RunAsync(session, flags, context, propagation, name, ct);
                session.Host.WriteReport($"{text}release \"{name}\" uninstalled\n");
            }

            DeployGuards.OfRelease(session, flags);
            return ExitCodes.Success;
        });

    private static Task LockAsync(DeployPlace place, ParsedFlags flags, string name, CancellationToken ct) =>
        flags.IsOn(DryRun) ? Task.CompletedTask : place.LockAsync(name, ct);

    // What stays, to be shown.
    private static async Task<string> RunAsync(
        HelmSession session, ParsedFlags flags, OperationContext context, DeletionPropagation propagation, string name,
            CancellationToken ct)
    {
        if (flags.IsOn(DryRun))
        {
            await ReleaseLookup.HistoryAsync(context.Store, name, ct);
            return "";
        }

        ReleaseLookup.RequireName(name, "uninstall: Release name is invalid");
        try
        {
            var operation = new UninstallOperation(context, Options(flags, propagation));
            return Kept(await operation.RunAsync(name, ct));
        }
        catch (SecretsKitException failure) when (failure.Cause is DeployCause { Fault: DeployFault.NotDeployed }
            && flags.IsOn(IgnoreNotFound))
        {
            return "";
        }
        catch (SecretsKitException failure) when (failure.Cause is Releases.Records.Storage.StorageCause
            || failure.Cause is DeployCause { Fault: DeployFault.NotDeployed })
        {
            throw NotLoaded(session, name, failure);
        }
    }

    private static SecretsKitException NotLoaded(HelmSession session, string name, SecretsKitException failure)
    {
        var worded = ClusterFailures.OfStorage(session, failure) ?? failure;
        return new(worded.Code, $"uninstall: Release not loaded: {name}: {worded.Message}", failure) { Hint = failure.Hint };
    }

    /// <summary>What the flags say of a removal.</summary>
    public static UninstallOptions Options(ParsedFlags flags, DeletionPropagation propagation) => new()
    {
        History = flags.IsOn(KeepHistory) ? HistoryUse.Keep : HistoryUse.Delete,
        Hooks = DeployFlags.Hooks(flags),
        Propagation = propagation,
        Description = flags.Text(DeployFlags.Description),
    };

    /// <summary>What <c>--cascade</c> says.</summary>
    public static DeletionPropagation Propagation(ParsedFlags flags) => flags.Text(Cascade) switch
    {
        "orphan" => DeletionPropagation.Orphan,
        "foreground" => DeletionPropagation.Foreground,
        "background" => DeletionPropagation.Background,
        var other => throw new SecretsKitException(
            ErrorCode.Usage, $"invalid cascade value ({other}). Must be \"background\", \"foreground\", or \"orphan\""),
    };

    private static string Kept(UninstallOutcome outcome)
    {
        if (outcome.Kept.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("These resources were kept due to the resource policy:\n");
        foreach (var item in outcome.Kept)
        {
            text.Append($"[{item.Kind}] {item.Name}\n");
        }

        return text.Append('\n').ToString();
    }
}
