using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>Prints what came of an installation or upgrade (spec helm.md 15).</summary>
internal static class DeployPrinter
{
    /// <summary>Prints the release.</summary>
    /// <param name="session">Streams, generation.</param>
    /// <param name="flags">The command line.</param>
    /// <param name="format">A text for people, or the record.</param>
    /// <param name="release">As it was recorded, or as it would be.</param>
    /// <param name="rendered">What was rendered.</param>
    public static void Print(HelmSession session, ParsedFlags flags, OutputFormat format, Release release, RenderedRelease rendered)
    {
        if (format != OutputFormat.Table)
        {
            QueryOutput.Write(session, format, RecordCodec.ToJson(release, session.Generation).Span);
            return;
        }

        PrintHead(session, release);
        if (DeployFlags.DryRun(flags) != DryRunMode.None || flags.IsOn(HelmFlags.Debug))
        {
            DryRunPrinter.Print(session, flags, rendered);
        }

        if (!flags.IsOn(HelmFlags.HideNotes))
        {
            ReleaseText.WriteNotes(session, release);
        }
    }

    /// <summary>Prints what became of a release that was not rendered in this run.</summary>
    public static void Print(HelmSession session, Release release)
    {
        PrintHead(session, release);
        ReleaseText.WriteNotes(session, release);
    }

    private static void PrintHead(HelmSession session, Release release)
    {
        ReleaseText.WriteHead(session, release, session.Generation == HelmGeneration.V4 ? HeadParts.Description : HeadParts.None);
        ReleaseText.WriteTests(session, release);
    }
}
