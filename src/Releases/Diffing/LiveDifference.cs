using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Diffing;

/// <summary>
/// The manifests of a three-way diff: live objects, and what the patches of an upgrade would make of them, which the server itself says in
/// a dry run (spec helm.md 21.6). What servers keep about objects is left out.
/// </summary>
/// <param name="objects">The server. Lent.</param>
public sealed class LiveDifference(ObjectClient objects)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    private static readonly string[] ServerFields =
        ["managedFields", "generation", "creationTimestamp", "resourceVersion", "uid", "selfLink"];

    private static readonly string[] ServerMarks =
        ["meta.helm.sh/release-name", "meta.helm.sh/release-namespace", "deployment.kubernetes.io/revision"];

    /// <summary>Reads and rehearses.</summary>
    /// <param name="originals">The objects of the release as it is recorded.</param>
    /// <param name="targets">Those of the new manifest, with the marks of the release.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The manifest of what is there, and that of what would be.</returns>
    public async Task<(string Old, string Now)> ReadAsync(
        IReadOnlyList<ReleaseObject> originals, IReadOnlyList<ReleaseObject> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(originals);
        ArgumentNullException.ThrowIfNull(targets);
        var (old, now) = (new StringBuilder(), new StringBuilder());
        foreach (var item in originals.Where(item => !targets.Any(target => target.Reference.IsSameObject(item.Reference))))
        {
            Append(old, item.Manifest);
        }

        var results = new (MapValue? Live, MapValue Target)[targets.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, targets.Count, options, async (at, ct) => results[at] = await RehearseAsync(originals, targets[at], ct));
        foreach (var (live, target) in results)
        {
            if (live is not null)
            {
                Append(old, live);
            }

            Append(now, target);
        }

        return (old.ToString(), now.ToString());
    }

    private async Task<(MapValue? Live, MapValue Target)> RehearseAsync(
        IReadOnlyList<ReleaseObject> originals, ReleaseObject target, CancellationToken ct)
    {
        if ((await objects.FindAsync(target.Reference, ct)).AsMap is not { } live)
        {
            return (null, target.Manifest);
        }

        var original = originals.FirstOrDefault(item => item.Reference.IsSameObject(target.Reference))?.Manifest ?? live;
        var patch = ClientSidePatch.Of(original, target, live, OwnershipPolicy.Require);
        var result = patch.IsEmpty
            ? live
            : (await objects.PatchAsync(target.Reference, patch, new() { IsDryRun = true }, ct)).AsMap ?? live;
        return (live, result);
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
}
