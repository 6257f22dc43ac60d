using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Releases.Contents;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm status</c>: a revision in short, with its notes (spec helm.md 15).</summary>
internal static class StatusCommand
{
    private static readonly Flag ShowDescription = new(FlagKind.Switch, "show-desc", "Also what happened.");
    private static readonly Flag ShowResources = new(FlagKind.Switch, "show-resources", "Also the objects, as they are on the server.");

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("status", "RELEASE_NAME [flags]", "Prints the state of a release.")
    {
        Flags = generation => HelmFlags.With(
        [
            QueryFlags.Output, QueryFlags.Revision,
            .. generation == HelmGeneration.V3 ? (Flag[])[ShowDescription, ShowResources] : [],
        ]),
        Arguments = ArgumentRule.Exactly(1),
        UsesCluster = true,
        Run = RunAsync,
    };

    private static Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        // Before anything is asked.
        var format = QueryFlags.Format(flags);
        return ReleaseRun.RunAsync(
            session,
            flags,
            ReleaseScope.OneNamespace,
            async (cluster, store) =>
            {
                var release = await ReleaseLookup.FindAsync(store, flags, ct);
                var showsResources = session.Generation == HelmGeneration.V4 || flags.IsOn(ShowResources);
                var items = showsResources ? await ItemsAsync(session, cluster, release, ct) : [];
                var contents = new LiveContents(cluster.Objects, session.Log);
                if (format == OutputFormat.Table)
                {
                    Print(session, flags, release, ResourceTables.Format(await contents.ReadTablesAsync(items, ct)));
                }
                else
                {
                    var tree = Tree(await contents.ReadObjectsAsync(items, ct));
                    var shown = tree.Count > 0 ? release.WithResources(tree) : release;
                    QueryOutput.Write(session, format, RecordCodec.ToJson(shown.WithoutChart(), session.Generation).Span);
                }

                return ExitCodes.Success;
            },
            ct);
    }

    private static Task<IReadOnlyList<ReleaseObject>> ItemsAsync(
        HelmSession session, ClusterSession cluster, Release release, CancellationToken ct) =>
        new ManifestObjects(cluster.Objects, session.Generation).ReadAsync(release.Manifest.Memory, cluster.Namespace, ct);

    private static MapValue Tree(IReadOnlyList<LiveSection<Value>> sections)
    {
        var tree = new MapValue();
        foreach (var section in sections)
        {
            tree.Set(new(section.Name), Value.Of(new ListValue([.. section.Items])));
        }

        return tree;
    }

    private static void Print(HelmSession session, ParsedFlags flags, Release release, string resources)
    {
        var describes = session.Generation == HelmGeneration.V4 || flags.IsOn(ShowDescription);
        ReleaseText.WriteHead(session, release, describes ? HeadParts.Description : HeadParts.None);
        QueryOutput.Print(session, Encoding.UTF8.GetBytes(resources));
        ReleaseText.WriteTests(session, release);
        ReleaseText.WriteNotes(session, release);
    }
}
