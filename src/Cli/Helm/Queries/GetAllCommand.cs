using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm get all</c>: everything that a record says of a revision, or what a template makes of it.</summary>
internal static class GetAllCommand
{
    private static readonly Flag Template = new(FlagKind.Text, "template", "A template for .Release, such as {{.Release.Name}}.");

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = ReleaseQuery.Row("get all", "Prints everything about a release.", [Template], Print);

    private static void Print(HelmSession session, ParsedFlags flags, Release release)
    {
        if (flags.Text(Template) is { Length: > 0 } template)
        {
            QueryOutput.Print(session, ChartRenderer.ExpandText(
                template,
                session.Generation,
                new() { Clock = session.Host.Clock, Random = session.Host.Random, Zones = session.Host.Zones },
                ReleaseTemplateData.Of(session, release)));
            return;
        }

        var isNew = session.Generation == HelmGeneration.V4;
        ReleaseText.WriteHead(session, release, HeadParts.Chart | (isNew ? HeadParts.Description : HeadParts.None));
        ReleaseText.WriteTests(session, release);
        WriteValues(session, "USER-SUPPLIED VALUES:\n"u8, ReleaseText.UserValues(release));
        WriteValues(session, "COMPUTED VALUES:\n"u8, ReleaseText.ComputedValues(session, release));
        QueryOutput.Print(session, "HOOKS:\n"u8);
        ReleaseText.WriteHooks(session, release);
        QueryOutput.Print(session, "MANIFEST:\n"u8);
        QueryOutput.Print(session, release.Manifest.Span);
        QueryOutput.Print(session, "\n"u8);
        ReleaseText.WriteNotes(session, release);
    }

    private static void WriteValues(HelmSession session, ReadOnlySpan<byte> heading, Value values)
    {
        QueryOutput.Print(session, heading);
        QueryOutput.Print(session, QueryOutput.Yaml(values));
        QueryOutput.Print(session, "\n"u8);
    }
}
