using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Definitions;

/// <summary>
/// Brings CustomResourceDefinitions of a cluster to what a chart has, by server-side apply, and waits until the server serves all their
/// versions. Nothing is written if one of them must not be updated.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="clock">For the wait.</param>
public sealed class DefinitionUpdate(ObjectClient objects, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether fields that somebody else owns are taken over. Default: they are a conflict, which fails.</summary>
    public bool ForcesConflicts { get; init; }

    /// <summary>Requires that all of them may be updated.</summary>
    /// <exception cref="SecretsKitException">One may not, with the <see cref="DefinitionCause"/> of the first; all are named.</exception>
    public static void Require(IReadOnlyList<DefinitionChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        List<DefinitionCause> refusals = [.. changes.SelectMany(change => change.Refusals)];
        if (refusals.Count > 0)
        {
            throw new SecretsKitException(ErrorCode.General, string.Join("; ", refusals.Select(refusal => refusal.Text)))
            {
                Cause = refusals[0],
                Hint = string.Join("; ", refusals.Select(refusal => refusal.Advice).Distinct()),
            };
        }
    }

    /// <summary>Updates those that differ.</summary>
    /// <param name="changes">What a review found.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">
    /// One must not be updated (<see cref="DefinitionCause"/>), the server refused one, or it does not serve one within a minute.
    /// </exception>
    public async Task RunAsync(IReadOnlyList<DefinitionChange> changes, CancellationToken cancellationToken)
    {
        Require(changes);
        List<DefinitionChange> written = [.. changes.Where(change => change.Kind is not null)];
        foreach (var change in written)
        {
            await ApplyAsync(change, cancellationToken);
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        foreach (var change in written)
        {
            await WaitAsync(change, either.Token, cancellationToken);
        }
    }

    /// <summary>The failure, with the definition that it is about.</summary>
    internal static SecretsKitException Named(ResourceRef reference, SecretsKitException failure) =>
        failure.WithPrefix($"crd {reference.Name}: ");

    private async Task ApplyAsync(DefinitionChange change, CancellationToken ct)
    {
        var options = new WriteOptions
        {
            FieldManager = FieldOwners.Name,
            FieldValidation = FieldValidation.Strict,
            ForcesConflicts = ForcesConflicts,
        };
        try
        {
            // What a create request of ours wrote is ours: it would be a conflict otherwise.
            if (change.Live is { } live && FieldOwners.ToServerSide(live) is { } patch)
            {
                await objects.PatchAsync(change.Reference, patch, options with { ForcesConflicts = null }, ct);
            }

            await objects.PatchAsync(change.Reference, ObjectPatch.Apply(Value.Of(change.Manifest)), options, ct);
        }
        catch (ApiException failure) when (failure.Status.IsConflict && !ForcesConflicts)
        {
            throw new SecretsKitException(failure.Code, $"crd {change.Name}: {failure.Message}", failure)
            {
                Cause = failure.Cause,
                Hint = "if the chart is to own these fields: secretskit pipeline crds apply CHART --force-conflicts",
            };
        }
        catch (SecretsKitException failure)
        {
            throw Named(change.Reference, failure);
        }
    }

    private async Task WaitAsync(DefinitionChange change, CancellationToken either, CancellationToken ct)
    {
        try
        {
            while (!await IsServedAsync(change, either))
            {
                await Task.Delay(Interval, clock, either);
            }
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw new SecretsKitException(
                ErrorCode.General, $"crd {change.Name}: the server does not serve it within a minute of its update", failure)
            {
                Hint = $"kubectl describe crd {change.Name} says why",
            };
        }
    }

    // Conditions are of the time before the update, too: so each version must be served as well.
    private async Task<bool> IsServedAsync(DefinitionChange change, CancellationToken ct)
    {
        var live = (await objects.GetAsync(change.Reference, ct)).AsMap ?? new();
        if (!IsEstablished(live))
        {
            return false;
        }

        var versions = new DefinitionVersions(live);
        objects.Resources.Forget();
        foreach (var resource in versions.Served.Select(versions.Resource))
        {
            if (await objects.Resources.FindAsync(resource.ApiVersion, resource.Kind, ct) is null)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEstablished(MapValue live) => live[new("status")].AsMap?[new("conditions")].AsList is { } list
        && list.Items.ToArray().Any(item => item.AsMap is { } condition
            && ObjectTree.Text(condition, "type") == "Established" && ObjectTree.Text(condition, "status") == "True");
}
