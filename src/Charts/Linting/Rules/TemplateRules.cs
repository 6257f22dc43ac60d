using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What must hold of templates and of what they render to.</summary>
internal static class TemplateRules
{
    private const string Folder = "templates/";
    private const string ReleaseName = "test-release";

    // The reference looks for the first line in a buffer of this many bytes, and complains of longer ones.
    private const int LongestLine = 65_536;

    public static void Check(LintSubject subject, CancellationToken cancellationToken)
    {
        if (!CheckFolder(subject))
        {
            return;
        }

        var (loaded, failure) = subject.Load();
        if (!subject.Check(LintSeverity.Error, Folder, failure?.Message, failure?.Causes)
            || loaded is not { } chart
            || Render(subject, chart, cancellationToken) is not { } rendered)
        {
            return;
        }

        foreach (var template in chart.Templates)
        {
            subject.Check(LintSeverity.Error, template.Name, Extension(template.Name));
            if (subject.Generation == HelmGeneration.V3)
            {
                RemovedFeatures.Check(subject, template);
            }

            if (IsYaml(template.Name, subject.Generation)
                && rendered.TryGetValue($"{chart.Metadata.Name}/{template.Name}", out var text)
                && !CheckOutput(subject, template.Name, text))
            {
                return;
            }
        }
    }

    /// <summary>The rendering that lint looks at.</summary>
    public static RenderRequest Request(LintRequest request, Chart chart, HelmGeneration generation)
    {
        var capabilities = Capabilities.Default(generation);
        return new()
        {
            Chart = chart,
            Values = request.Values,
            ReleaseName = ReleaseName,
            Namespace = request.Namespace,
            Revision = 0,
            Capabilities = request.KubeVersion is { } version ? capabilities with { KubeVersion = version } : capabilities,
            ValidatesSchema = request.ValidatesSchema,
            ValueQuoting = request.ValueQuoting,
            FetchSchema = request.FetchSchema,
            Clock = request.Clock,
            Random = request.Random,
            Zones = request.Zones,
            Log = request.Log,
            Lint = notice => request.Log.Write(Notice(notice)),
        };
    }

    private static bool CheckFolder(LintSubject subject)
    {
        var kind = subject.Files.Kind("templates");
        return subject.Generation == HelmGeneration.V4
            ? subject.Check(LintSeverity.Warning, Folder, kind == EntryKind.None ? "directory does not exist" : null)
                && subject.Check(LintSeverity.Error, Folder, kind == EntryKind.File ? "not a directory" : null)
            : subject.Check(LintSeverity.Warning, Folder, kind == EntryKind.File ? "not a directory" : null);
    }

    private static IReadOnlyDictionary<string, byte[]>? Render(LintSubject subject, Chart chart, CancellationToken cancellationToken)
    {
        try
        {
            return new ChartRenderer(subject.Generation)
                .Prepare(chart)
                .RenderForLint(Request(subject.Request, chart, subject.Generation), cancellationToken);
        }
        catch (ChartException failure)
        {
            subject.Check(LintSeverity.Error, Folder, failure.Message, failure.Causes);
            return null;
        }
    }

    private static ChartNotice Notice(LintNotice notice) => notice.Kind == LintNoticeKind.Failed
        ? new(NoticeLevel.Info, "funcMap fail", ("message", notice.Message))
        {
            LegacySource = "engine.go:235",
            LegacyText = "[INFO] Fail: " + notice.Message,
            HasLines = true,
        }
        : new(NoticeLevel.Warn, "missing required value", ("message", notice.Message))
        {
            LegacySource = notice.Kind == LintNoticeKind.Missing ? "engine.go:214" : "engine.go:222",
            LegacyText = "[INFO] Missing required value: " + notice.Message,
            HasLines = true,
        };

    private static bool IsYaml(string name, HelmGeneration generation) => generation == HelmGeneration.V3
        ? Path.GetExtension(name) == ".yaml"
        : Path.GetExtension(name).ToLowerInvariant() is ".yaml" or ".yml";

    private static string? Extension(string name) => Path.GetExtension(name) is var extension
        && extension is ".yaml" or ".yml" or ".tpl" or ".txt"
        ? null
        : $"file extension '{extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt";

    // False if the documents cannot be read: then no other template is looked at either.
    private static bool CheckOutput(LintSubject subject, string name, byte[] text)
    {
        subject.Check(LintSeverity.Warning, name, Indent(text));
        var version = subject.Request.KubeVersion ?? Capabilities.Default(subject.Generation).KubeVersion;
        foreach (var document in LintStream.Read(text, subject.Generation))
        {
            if (!subject.Check(LintSeverity.Error, name, document.Failure))
            {
                return false;
            }

            subject.Check(LintSeverity.Warning, name, ObjectNames.Complaint(document));
            subject.Check(LintSeverity.Warning, name, DeprecatedApis.Complaint(document, version, subject.Generation));
            subject.Check(LintSeverity.Error, name, WorkloadRules.Selector(document, text));
            subject.Check(LintSeverity.Error, name, WorkloadRules.ListAnnotation(document, text, subject.Generation));
        }

        return true;
    }

    private static string? Indent(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            if (range.End.Value - range.Start.Value >= LongestLine)
            {
                return "bufio.Scanner: token too long";
            }

            var line = text[range].TrimEnd((byte)'\r');
            if (!line.Trim(" \t\r\v\f"u8).IsEmpty)
            {
                return line[0] is (byte)' ' or (byte)'\t'
                    ? $"document starts with an illegal indent: {GoQuote.Format(Encoding.UTF8.GetString(line))}, which may cause " +
                        "parsing problems"
                    : null;
            }
        }

        return null;
    }
}
