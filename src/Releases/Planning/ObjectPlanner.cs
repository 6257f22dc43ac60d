using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>Makes plans: reads the objects that are there and compares them with manifests. It writes nothing.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="owner">The release.</param>
/// <param name="generation">Whose rules count.</param>
public sealed class ObjectPlanner(ObjectClient objects, ReleaseOwner owner, HelmGeneration generation)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    /// <summary>
    /// Requires that objects which are there belong to the release, or takes them (spec helm.md 7).
    /// </summary>
    /// <param name="targets">Objects that the release does not have yet.</param>
    /// <param name="policy">What becomes of those that are there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that are there, with their marks.</returns>
    /// <exception cref="SecretsKitException">
    /// One is not of the release, with an <see cref="OwnershipCause"/>; or the server failed.
    /// </exception>
    public async Task<IReadOnlyList<ReleaseObject>> FindAdoptedAsync(
        IReadOnlyList<ReleaseObject> targets, OwnershipPolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var named = targets.Where(RequireName).ToList();
        var live = await FindNamedAsync(named, cancellationToken);
        var adopted = new List<ReleaseObject>();
        for (var at = 0; at < named.Count; at++)
        {
            if (live[at].AsMap is not { } present)
            {
                continue;
            }

            if (policy == OwnershipPolicy.Require && owner.Complaint(present) is { } complaint)
            {
                throw new OwnershipCause(named[at].Reference, complaint).ToException();
            }

            adopted.Add(owner.Mark(named[at]));
        }

        return adopted;
    }

    /// <summary>The plan of an installation: everything is made, in order.</summary>
    public ObjectPlan PlanCreation(IReadOnlyList<ReleaseObject> targets, WriteMethod method)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var action = method.IsServerSide() ? WriteAction.Apply : WriteAction.Create;
        return new()
        {
            Writes = [.. targets.Select(target => new PlannedWrite(owner.Mark(target), action))],
            Method = method,
            IsCreation = true,
        };
    }

    /// <summary>The plan of a change from one manifest to another (spec helm.md 12).</summary>
    /// <param name="originals">The objects of the old manifest, as it has them.</param>
    /// <param name="targets">Those of the new one.</param>
    /// <param name="method">How objects are written.</param>
    /// <param name="policy">Whether objects of others are taken.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">The server failed.</exception>
    public async Task<ObjectPlan> PlanUpdateAsync(
        IReadOnlyList<ReleaseObject> originals,
        IReadOnlyList<ReleaseObject> targets,
        WriteMethod method,
        OwnershipPolicy policy,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(originals);
        ArgumentNullException.ThrowIfNull(targets);
        var live = await FindAsync(targets, cancellationToken);
        var known = FirstOfEach(originals);
        var writes = new List<PlannedWrite>(targets.Count);
        for (var at = 0; at < targets.Count; at++)
        {
            var original = known.GetValueOrDefault(targets[at].Reference.Identity);
            writes.Add(Write(original, owner.Mark(targets[at]), live[at].AsMap, method, policy));
        }

        var wanted = targets.Select(target => target.Reference.Identity).ToHashSet();
        var dropped = originals.Where(one => !wanted.Contains(one.Reference.Identity)).ToList();
        var present = await FindAsync(dropped, cancellationToken);
        var isKept = dropped.Select((_, at) => present[at].AsMap is { } item && ResourcePolicy.Of(item) == ResourcePolicy.Keep).ToList();
        return new()
        {
            Writes = writes,
            Method = method,
            Deletions = [.. dropped.Where((_, at) => !isKept[at] && !present[at].IsNil)],
            Kept = [.. dropped.Where((_, at) => isKept[at])],
            Live = LiveOf([.. targets, .. dropped], [.. live, .. present]),
        };
    }

    private static Dictionary<ResourceRef, MapValue> LiveOf(IReadOnlyList<ReleaseObject> objects, IReadOnlyList<Value> found)
    {
        var live = new Dictionary<ResourceRef, MapValue>();
        for (var at = 0; at < objects.Count; at++)
        {
            if (found[at].AsMap is { } present)
            {
                live[objects[at].Reference] = present;
            }
        }

        return live;
    }

    private static Dictionary<(string, string, string, string), ReleaseObject> FirstOfEach(IReadOnlyList<ReleaseObject> objects)
    {
        var first = new Dictionary<(string, string, string, string), ReleaseObject>(objects.Count);
        foreach (var item in objects)
        {
            first.TryAdd(item.Reference.Identity, item);
        }

        return first;
    }

    private static PlannedWrite Write(
        ReleaseObject? original, ReleaseObject target, MapValue? live, WriteMethod method, OwnershipPolicy policy)
    {
        var isServerSide = method.IsServerSide();
        if (live is null)
        {
            return new(target, isServerSide ? WriteAction.Apply : WriteAction.Create);
        }

        if (isServerSide)
        {
            return new(target, WriteAction.Apply) { Exists = true, OwnerPatch = FieldOwners.ToServerSide(live) };
        }

        if (method == WriteMethod.Replacing)
        {
            return new(target, WriteAction.Replace)
            {
                Exists = true,
                ResourceVersion = ObjectTree.Text(ObjectTree.Metadata(live), "resourceVersion"),
            };
        }

        var patch = ClientSidePatch.Of(original?.Manifest, target, live, policy);
        return new(target, patch.IsEmpty ? WriteAction.Keep : WriteAction.Patch) { Exists = true, Patch = patch.IsEmpty ? null : patch };
    }

    // Server-side apply fails by itself for objects without a name; otherwise nothing can be asked about them.
    private bool RequireName(ReleaseObject target) => target.Reference.Name.Length > 0 || (generation == HelmGeneration.V3
        ? throw new SecretsKitException(
            ErrorCode.MalformedDocument,
            $"could not get information about the resource {target.Reference.Kind} \"\" in namespace \"{target.Reference.Namespace}\": "
            + "resource name may not be empty")
        {
            Hint = "give every object a metadata.name",
        }
        : false);

    // The first that cannot be read is named.
    private async Task<IReadOnlyList<Value>> FindNamedAsync(List<ReleaseObject> wanted, CancellationToken ct)
    {
        var found = new Value[wanted.Count];
        var failures = new SecretsKitException?[wanted.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = ct };
        await Parallel.ForAsync(0, found.Length, options, async (at, token) =>
        {
            try
            {
                found[at] = await objects.FindAsync(wanted[at].Reference, token);
            }
            catch (SecretsKitException failure)
            {
                failures[at] = failure;
            }
        });
        var first = Array.FindIndex(failures, failure => failure is not null);
        return first < 0 ? found : throw NotRead(wanted[first].Reference, failures[first]!);
    }

    private static SecretsKitException NotRead(ResourceRef reference, SecretsKitException failure) => failure.WithPrefix(
        $"could not get information about the resource {reference.Kind} \"{reference.Name}\" in namespace \"{reference.Namespace}\": ");

    private async Task<IReadOnlyList<Value>> FindAsync(IReadOnlyList<ReleaseObject> wanted, CancellationToken ct) =>
        await objects.FindAllAsync([.. wanted.Select(one => one.Reference)], Parallelism, ct);
}
