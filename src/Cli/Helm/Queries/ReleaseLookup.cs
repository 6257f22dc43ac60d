using SecretsKit.Charts.Releases;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>Finds the revision that a command line names, with the reference's words for what is not there.</summary>
internal static class ReleaseLookup
{
    /// <summary>
    /// The revision of <c>--revision</c>, else the latest. The latest has all labels of its record, another one those of its user.
    /// </summary>
    /// <exception cref="SecretsKitException">There is none, or the storage failed.</exception>
    public static async Task<Release> FindAsync(ReleaseStore store, ParsedFlags flags, CancellationToken ct)
    {
        var name = flags.Arguments[0];
        RequireName(name, "releaseContent: Release name is invalid");
        var revision = flags.Number(QueryFlags.Revision);
        if (revision > 0)
        {
            return await store.GetAsync(new(name, revision), ct) ?? throw NotFound(name);
        }

        var history = await HistoryAsync(store, name, ct);
        return history.Last?.Read() ?? throw new SecretsKitException(ErrorCode.General, $"no revision for release \"{name}\"");
    }

    /// <summary>All revisions of a release.</summary>
    /// <exception cref="SecretsKitException">There is no record of it, not even a damaged one; or the storage failed.</exception>
    public static async Task<ReleaseHistory> HistoryAsync(ReleaseStore store, string name, CancellationToken ct)
    {
        var history = await store.LoadHistoryAsync(name, ct);
        return history.Revisions.Count + history.Damaged.Count > 0 ? history : throw NotFound(name);
    }

    /// <summary>Requires a name that a release can have.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is none.</exception>
    public static void RequireName(string name, string complaint)
    {
        if (!ReleaseName.IsValid(name))
        {
            throw new SecretsKitException(ErrorCode.Usage, $"{complaint}: {name}");
        }
    }

    private static SecretsKitException NotFound(string name) =>
        new(ErrorCode.General, "release: not found") { Cause = new DeployCause(DeployFault.NotDeployed, name) };
}
