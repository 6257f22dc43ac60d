using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Diffing.Causes;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Diffing;

/// <summary>
/// The manifests of a three-way diff: live objects, and what the patches of an upgrade would make of them, which the server itself says in
/// a dry run (spec helm.md 21.6). What servers keep about objects is left out.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="method">
/// How the upgrade would write. Helm's plugin always computes patches here; with server-side apply the server is asked for exactly what the
/// upgrade would send.
/// </param>
public sealed class LiveDifference(ObjectClient objects, WriteMethod method)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    private static readonly WriteOptions Patching = new() { IsDryRun = true };

    private static readonly WriteOptions Applying = new() { IsDryRun = true, FieldManager = FieldOwners.Name };

    private static readonly string[] ServerFields =
        ["managedFields", "generation", "creationTimestamp", "resourceVersion", "uid", "selfLink"];

    private static readonly string[] ServerMarks =
        ["meta.helm.sh/release-name", "meta.helm.sh/release-namespace", "deployment.kubernetes.io/revision"];

    /// <summary>Reads and rehearses.</summary>
    /// <param name="originals">The objects of the release as it is recorded.</param>
    /// <param name="targets">Those of the new manifest, with the marks of the release.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">An object cannot be read, or the server refuses what the upgrade would send.</exception>
    public async Task<LiveManifests> ReadAsync(
        IReadOnlyList<ReleaseObject> originals, IReadOnlyList<ReleaseObject> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(originals);
        ArgumentNullException.ThrowIfNull(targets);
        var recorded = originals.DistinctBy(item => item.Reference.Identity).ToDictionary(item => item.Reference.Identity);
        var kept = targets.Select(target => target.Reference.Identity).ToHashSet();
        var (old, now) = (new StringBuilder(), new StringBuilder());
        foreach (var item in originals.Where(item => !kept.Contains(item.Reference.Identity)))
        {
            Append(old, item.Manifest);
        }

        var results = new Rehearsal[targets.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, targets.Count, options, async (at, ct) =>
            results[at] = await RehearseAsync(recorded.GetValueOrDefault(targets[at].Reference.Identity), targets[at], ct));
        foreach (var result in results)
        {
            if (result.Live is { } live)
            {
                Append(old, live);
            }

            Append(now, result.Target);
        }

        return new(old.ToString(), now.ToString())
        {
            Drift =
            [
                .. results.Zip(targets)
                    .Where(pair => pair.First is { Live: not null, Recorded: not null })
                    .Select(pair => (pair.Second, LiveDrift.Of(pair.First.Recorded!, pair.First.Live!)))
                    .Where(pair => pair.Item2.Count > 0),
            ],
            Refusals = [.. results.Select(result => result.Refusal).OfType<string>()],
        };
    }

    private async Task<Rehearsal> RehearseAsync(ReleaseObject? original, ReleaseObject target, CancellationToken ct)
    {
        if ((await objects.FindAsync(target.Reference, ct)).AsMap is not { } live)
        {
            return new(null, target.Manifest);
        }

        // What other programs' requests wrote belongs to server-side apply only after a first write, which a dry run does not do.
        if (method.IsServerSide() && FieldOwners.ToServerSide(live) is null)
        {
            return await ApplyAsync(original, target, live, ct);
        }

        var patch = ClientSidePatch.Of(original?.Manifest ?? live, target, live, OwnershipPolicy.Require);
        var result = patch.IsEmpty ? live : (await objects.PatchAsync(target.Reference, patch, Patching, ct)).AsMap ?? live;
        return new(live, result) { Recorded = original?.Manifest };
    }

    private async Task<Rehearsal> ApplyAsync(ReleaseObject? original, ReleaseObject target, MapValue live, CancellationToken ct)
    {
        var patch = ObjectPatch.Apply(Value.Of(target.Manifest));
        var isForced = method == WriteMethod.ServerSideForced;
        try
        {
            var result = await objects.PatchAsync(target.Reference, patch, Applying with { ForcesConflicts = isForced }, ct);
            return new(live, result.AsMap ?? live) { Recorded = original?.Manifest };
        }
        catch (ApiException failure) when (failure.Status.IsConflict && !isForced)
        {
            var result = await objects.PatchAsync(target.Reference, patch, Applying with { ForcesConflicts = true }, ct);
            return new(live, result.AsMap ?? live) { Recorded = original?.Manifest, Refusal = $"{target}: {failure.Message}" };
        }
    }

    private static void Append(StringBuilder text, MapValue item) => text.Append("\n---\n").Append(DiffManifest.Text(Tidy(item)));

    private static MapValue Tidy(MapValue item)
    {
        var (copy, metadata) = (item.ShallowCopy(), ObjectTree.Metadata(item).ShallowCopy());
        copy.Remove(new("status"));
        foreach (var field in ServerFields)
        {
            metadata.Remove(new(field));
        }

        if (metadata[new("annotations")].AsMap?.ShallowCopy() is { } marks)
        {
            foreach (var mark in ServerMarks)
            {
                marks.Remove(new(mark));
            }

            metadata.Set(new("annotations"), Value.Of(marks));
            if (marks.Count == 0)
            {
                metadata.Remove(new("annotations"));
            }
        }

        copy.Set(new("metadata"), Value.Of(metadata));
        return copy;
    }

    private sealed record Rehearsal(MapValue? Live, MapValue Target)
    {
        public MapValue? Recorded { get; init; }

        public string? Refusal { get; init; }
    }
}
