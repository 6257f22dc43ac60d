using SecretsKit.Charts.Logging;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Stores;
using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing.Places;

/// <summary>
/// Secrets of a cluster, written as an agent writes them: under its name for owned fields, and only in the state that was read.
/// </summary>
internal sealed class ClusterSecrets : ISyncPlace
{
    /// <summary>The field manager of what is written that no agent would write.</summary>
    public const string Manager = "secretskit";

    private readonly ClusterSession _session;

    private ClusterSecrets(ClusterSession session) => _session = session;

    /// <summary>The namespace that the command line or the kubeconfig names.</summary>
    public string Namespace => _session.Namespace;

    /// <summary>The objects of the cluster.</summary>
    public ObjectClient Objects => _session.Objects;

    /// <summary>Connects.</summary>
    /// <exception cref="SecretsKitException">The cluster cannot be reached.</exception>
    public static async Task<ClusterSecrets> OpenAsync(VerbContext context, ClusterTarget target, CancellationToken ct)
    {
        var host = context.Host;
        var helm = new HelmSession(host, HelmProgram.GenerationOf(host.Environment), SilentChartLog.Instance) { ShowsHints = true };
        var session = ClusterSession.Open(helm, target);
        try
        {
            await session.RequireReachableAsync(ct);
            return new(session);
        }
        catch (SecretsKitException)
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string NameOf(LocalMapping mapping) => mapping.Target.ToString();

    /// <inheritdoc/>
    public async ValueTask<LocalMapping> IdentifyAsync(LocalMapping mapping, CancellationToken ct)
    {
        try
        {
            return (await Objects.FindAsync(mapping.Reference, ct)).AsMap is { } found && UidOf(found) is { Length: > 0 } uid
                ? mapping.WithIdentity(uid)
                : mapping;
        }
        catch (UnknownKindException)
        {
            // The cluster has no such definitions: the Secret has no owner.
            return mapping;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<MapValue?> FindAsync(LocalMapping mapping, MapValue? given, CancellationToken ct) =>
        (await Objects.FindAsync(mapping.Target, ct)).AsMap;

    /// <inheritdoc/>
    public async ValueTask<bool> WriteAsync(LocalMapping mapping, LocalOutcome outcome, MapValue? existing, CancellationToken ct)
    {
        var options = new WriteOptions { FieldManager = mapping.FieldManager };
        try
        {
            switch (outcome.Action)
            {
                case LocalAction.Create:
                    await Objects.CreateAsync(Value.Of(outcome.Wanted!), options, ct);
                    break;
                case LocalAction.Update:
                    await Objects.UpdateAsync(Value.Of(outcome.Wanted!), options, ct);
                    break;
                case LocalAction.Delete:
                    await Objects.DeleteAsync(mapping.Target, new() { Uid = UidOf(existing!) }, ct);
                    break;
            }

            return outcome.Action != LocalAction.None;
        }
        catch (ApiException failure) when (failure.Status.IsConflict || failure.Status.IsAlreadyExists)
        {
            throw new SecretsKitException(
                ErrorCode.StateChanged, DisplayText.Message($"{mapping.Target} was changed by somebody else meanwhile"), failure)
            {
                Hint = "run the command once more",
            };
        }
        catch (ApiException failure) when (failure.Status.IsNotFound && outcome.Action == LocalAction.Create)
        {
            throw new SecretsKitException(failure.Code, DisplayText.Message($"there is no namespace {mapping.Namespace}"), failure)
            {
                Hint = $"'kubectl create namespace {mapping.Namespace}' makes it; -n names that of manifests that name none",
            };
        }
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(bool hasFailures, CancellationToken ct) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static string UidOf(MapValue item) => item.At("metadata").TextOf("uid");
}
