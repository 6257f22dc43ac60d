using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Diffing;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Definitions;

/// <summary>
/// Compares the CustomResourceDefinitions of a chart with those of the cluster, and finds what an update must not do. What would be there
/// the server itself says in a dry run. It writes nothing.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="generation">How documents are separated.</param>
public sealed class DefinitionReview(ObjectClient objects, HelmGeneration generation)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    // Conflicts are the update's to report: here what would be there counts.
    private static readonly WriteOptions DryRun = new() { FieldManager = FieldOwners.Name, IsDryRun = true, ForcesConflicts = true };

    private static readonly string[] ShownMetadata = ["name", "labels", "annotations"];

    /// <summary>Compares.</summary>
    /// <param name="files">Those under <c>crds/</c>, the chart's own before those of its subcharts: the first of a name counts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One for each definition, in the order of the files.</returns>
    /// <exception cref="SecretsKitException">A file cannot be read, or the server failed or refused.</exception>
    public async Task<IReadOnlyList<DefinitionChange>> ReadAsync(IEnumerable<ChartFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var wanted = files
            .SelectMany(file => ManifestDocuments.Read(file.Data, generation).Select(item => (file.Name, item.Reference, item.Document)))
            .Where(item => item.Reference is { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" })
            .DistinctBy(item => item.Reference.Name)
            .ToList();
        var live = await objects.FindAllAsync(
            [.. wanted.Select(item => item.Reference with { Namespace = "" })], Parallelism, cancellationToken);
        var changes = new List<DefinitionChange>();
        for (var at = 0; at < wanted.Count; at++)
        {
            var (file, reference, document) = wanted[at];
            changes.Add(await CompareAsync(file, reference with { Namespace = "" }, document, live[at].AsMap, cancellationToken));
        }

        return changes;
    }

    private async Task<DefinitionChange> CompareAsync(
        string file, ResourceRef reference, MapValue manifest, MapValue? live, CancellationToken ct)
    {
        var refusals = live is null ? [] : await RefusalsAsync(reference.Name, new(manifest), new(live), ct);

        // The server would not even rehearse what loses a stored version.
        var after = live is null || refusals.Count > 0 ? manifest : await RehearseAsync(reference, manifest, ct);
        var (old, now) = (live is null ? "" : Text(live), Text(after));
        return new(reference, manifest, live)
        {
            File = file,
            Kind = live is null ? ChangeKind.Add : old != now ? ChangeKind.Modify : null,
            Lines = old != now ? LineComparison.Of(old, now) : [],
            Refusals = refusals,
        };
    }

    private async Task<MapValue> RehearseAsync(ResourceRef reference, MapValue manifest, CancellationToken ct)
    {
        try
        {
            return (await objects.PatchAsync(reference, ObjectPatch.Apply(Value.Of(manifest)), DryRun, ct)).AsMap ?? manifest;
        }
        catch (SecretsKitException failure)
        {
            throw DefinitionUpdate.Named(reference, failure);
        }
    }

    private async Task<IReadOnlyList<DefinitionCause>> RefusalsAsync(
        string name, DefinitionVersions wanted, DefinitionVersions live, CancellationToken ct)
    {
        var lost = live.Stored.Where(version => !wanted.All.Contains(version)).ToList();
        var refusals = lost.ConvertAll(version => new DefinitionCause(DefinitionFault.StoredVersionLost, name, version));
        foreach (var version in live.Served.Where(version => !wanted.Served.Contains(version) && !lost.Contains(version)))
        {
            var list = await objects.ListAsync(live.Resource(version), "", ListOptions.All, ct);
            var count = list.Items.Count(item => item.AsMap is { } map && IsWrittenIn(map, $"{live.Group}/{version}"));
            refusals.AddRange(
                count > 0 ? [new DefinitionCause(DefinitionFault.UsedVersionLost, name, version, count)] : []);
        }

        return refusals;
    }

    // The last write of each owner says in which version that was; an object without that may be of any.
    private static bool IsWrittenIn(MapValue item, string apiVersion) =>
        ObjectTree.Metadata(item)[new("managedFields")].AsList is not { Count: > 0 } list
        || list.Items.ToArray().Any(entry => entry.AsMap is { } map && ObjectTree.Text(map, "apiVersion") == apiVersion);

    private static string Text(MapValue definition)
    {
        var (shown, metadata) = (new MapValue(), new MapValue());
        foreach (var field in ShownMetadata)
        {
            if (ObjectTree.Metadata(definition)[new(field)] is { IsNil: false } value)
            {
                metadata.Set(new(field), value);
            }
        }

        shown.Set(new("apiVersion"), definition[new("apiVersion")]);
        shown.Set(new("kind"), definition[new("kind")]);
        shown.Set(new("metadata"), Value.Of(metadata));
        shown.Set(new("spec"), definition[new("spec")]);
        return DiffManifest.Text(shown);
    }
}
