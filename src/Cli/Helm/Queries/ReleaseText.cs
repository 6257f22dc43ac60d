using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>The parts of a release's text for people, in the order in which commands print them (spec helm.md 15).</summary>
internal static class ReleaseText
{
    private const string Test = "test";

    /// <summary>What the release is, and in which state.</summary>
    public static void WriteHead(HelmSession session, Release release, HeadParts parts)
    {
        var text = new StringBuilder($"NAME: {release.Name}\n");
        if (release.LastDeployed is { } time)
        {
            text.Append($"LAST DEPLOYED: {Ansi(time, session)}\n");
        }

        text.Append($"NAMESPACE: {release.Namespace}\nSTATUS: {ReleaseStatusText.Of(release.Status)}\nREVISION: {release.Revision}\n");
        if (parts.HasFlag(HeadParts.Chart))
        {
            text.Append($"CHART: {release.Chart?.Name}\nVERSION: {release.Chart?.Version}\nAPP_VERSION: {release.Chart?.AppVersion}\n");
        }

        if (parts.HasFlag(HeadParts.Description))
        {
            text.Append($"DESCRIPTION: {release.Description}\n");
        }

        Write(session, text);
    }

    /// <summary>The last runs of its tests; nothing for tests that have not run.</summary>
    public static void WriteTests(HelmSession session, Release release)
    {
        var tests = release.Hooks.Where(hook => hook.Events.Contains(Test)).ToList();
        var text = new StringBuilder(tests.Count == 0 ? "TEST SUITE: None\n" : "");
        foreach (var test in tests)
        {
            if (test.LastRun is { StartedAt: { } started } run)
            {
                text.Append($"TEST SUITE:     {test.Name}\nLast Started:   {Ansi(started, session)}\n")
                    .Append($"Last Completed: {Ansi(run.CompletedAt ?? Never, session)}\nPhase:          {run.Phase}\n");
            }
        }

        Write(session, text);
    }

    /// <summary>Its notes, without blanks around them and without what was decrypted in this run; nothing if there are none.</summary>
    public static void WriteNotes(HelmSession session, Release release)
    {
        if (release.Notes.Span.Length > 0)
        {
            Write(session, new StringBuilder(session.Host.Redaction.Redact($"NOTES:\n{release.Notes.RevealText().Trim()}\n")));
        }
    }

    /// <summary>Its hooks, each behind the line of its source.</summary>
    public static void WriteHooks(HelmSession session, Release release)
    {
        foreach (var hook in release.Hooks)
        {
            QueryOutput.Print(session, Encoding.UTF8.GetBytes($"---\n# Source: {hook.Path}\n"));
            QueryOutput.Print(session, hook.Manifest.Span);
            QueryOutput.Print(session, "\n"u8);
        }
    }

    /// <summary>The values that its user gave; nil for none.</summary>
    public static Value UserValues(Release release) => release.Config is { Count: > 0 } config ? Value.Of(config) : Value.Nil;

    /// <summary>The same over the defaults of its chart.</summary>
    public static Value ComputedValues(HelmSession session, Release release) => Value.Of(Charts.Merging.ComputedValues.Of(
        release.Chart?.Name ?? "", release.Chart?.Values, release.Config, session.Generation, session.Log));

    // Go's time that is not set.
    private static Timestamp Never { get; } = Timestamp.FromDateTimeOffset(DateTimeOffset.MinValue);

    private static string Ansi(Timestamp time, HelmSession session) => ReleaseTime.Format(time, session, ReleaseTime.Ansi);

    private static void Write(HelmSession session, StringBuilder text) =>
        QueryOutput.Print(session, Encoding.UTF8.GetBytes(text.ToString()));
}
