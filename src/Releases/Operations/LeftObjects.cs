using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// Objects that a rollback which failed had still to delete. Its record names the objects of its target alone, so that an operation which
/// starts from that record would leave them in the cluster for ever; Helm does.
/// </summary>
internal static class LeftObjects
{
    /// <summary>Finds them.</summary>
    /// <param name="context">Where.</param>
    /// <param name="history">The revisions. Only where the last one failed and none is deployed, a rollback failed.</param>
    /// <param name="known">What the operation looks after anyway: the objects of its start and of its target.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Those that are there and are the release's.</returns>
    /// <exception cref="Core.Errors.SecretsKitException">The server failed.</exception>
    public static async Task<IReadOnlyList<ReleaseObject>> FindAsync(
        OperationContext context, ReleaseHistory history, IEnumerable<ReleaseObject> known, CancellationToken ct)
    {
        if (history.Last is not { Status: ReleaseStatus.Failed } last || history.LastDeployed is not null)
        {
            return [];
        }

        var seen = known.Select(item => item.Reference.Identity).ToHashSet();
        var left = new List<ReleaseObject>();
        var owner = new ReleaseOwner(history.Name, last.Read()!.Namespace);
        var builder = new ManifestObjects(context.Objects, context.Generation);
        foreach (var revision in SinceGood(history))
        {
            foreach (var item in await builder.ReadKnownAsync(revision.Manifest.Memory, context.Namespace, ct))
            {
                if (seen.Add(item.Reference.Identity)
                    && (await context.Objects.FindAsync(item.Reference, ct)).AsMap is { } live && owner.Complaint(live) is null)
                {
                    left.Add(item);
                }
            }
        }

        return left;
    }

    // The last revision that went well, and those that failed after it.
    private static IEnumerable<Release> SinceGood(ReleaseHistory history)
    {
        var good = history.Revisions.LastOrDefault(record => record.Status == ReleaseStatus.Superseded);
        return good is null
            ? []
            : history.Revisions.SkipWhile(record => record != good).Select(record => record.Read()).OfType<Release>();
    }
}
