using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm status</c>: a revision in short, with its notes (spec helm.md 15).</summary>
internal static class StatusCommand
{
    private static readonly Flag ShowDescription = new(FlagKind.Switch, "show-desc", "Also what happened.");

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("status", "RELEASE_NAME [flags]", "Prints the state of a release.")
    {
        Flags = generation => HelmFlags.With(
        [
            QueryFlags.Output, QueryFlags.Revision,
            .. generation == HelmGeneration.V3 ? (Flag[])[ShowDescription] : [],
        ]),
        Arguments = ArgumentRule.Exactly(1),
        UsesCluster = true,
        Run = (session, flags, ct) => ReleaseQuery.RunAsync(session, flags, Print, ct),
    };

    private static void Print(HelmSession session, ParsedFlags flags, Release release)
    {
        var format = QueryFlags.Format(flags);
        if (format != OutputFormat.Table)
        {
            QueryOutput.Write(session, format, RecordCodec.ToJson(release.WithoutChart(), session.Generation).Span);
            return;
        }

        var describes = session.Generation == HelmGeneration.V4 || flags.IsOn(ShowDescription);
        ReleaseText.WriteHead(session, release, describes ? HeadParts.Description : HeadParts.None);
        ReleaseText.WriteTests(session, release);
        ReleaseText.WriteNotes(session, release);
    }
}
