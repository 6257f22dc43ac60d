using System.Text;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Linting;
using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Hints;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Reporting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm.Linting;

/// <summary><c>helm lint</c>: checks charts (spec helm.md 5).</summary>
internal static class LintCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("lint", "PATH [flags]", "Checks charts for errors and bad habits.")
    {
        Flags = _ =>
            HelmFlags.With(
                [.. HelmFlags.ValueFlags, HelmFlags.KubeVersion, HelmFlags.SkipSchema, HelmFlags.Strict, HelmFlags.Quiet,
                    HelmFlags.WithSubcharts, HelmFlags.Advise]),
        OwnFlags = [HelmFlags.ReportForm],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        if (AdviceRules.AreAskedFor(flags))
        {
            AdviceRules.Describe().ToList().ForEach(session.Host.WriteLine);
            return ExitCodes.Success;
        }

        var paths = Paths(session, flags);
        var version = flags.Text(HelmFlags.KubeVersion) is { Length: > 0 } text ? KubeVersion.Parse(text, session.Generation) : null;
        var sources = await session.Inputs.ReadAsync(ChartFlags.Values(flags), ct);
        var values = sources.Merge(session.Generation);
        var advice = AdviceRules.Of(flags);
        var form = FormOf(flags);
        var findings = new LintFindings(session);
        var linter = new ChartLinter(session.Generation);
        var output = new StringBuilder();
        var schemas = new RemoteSchemas(session.ChartHost, ct);
        var isQuiet = flags.IsOn(HelmFlags.Quiet);
        var (failed, notable) = (0, 0);
        var hints = new List<string>();
        session.Hints.Values = values;
        foreach (var path in paths)
        {
            var request = new LintRequest
            {
                Path = path,
                FullPath = session.Host.Environment.CleanPath(path),
                Values = values,
                Namespace = HelmSession.NamespaceOf(flags),
                NamesNamespace = flags.Text(HelmFlags.Namespace).Length > 0,
                KubeVersion = version,
                ValidatesSchema = !flags.IsOn(HelmFlags.SkipSchema),
                FetchSchema = schemas.Fetch,
                ValueQuoting = sources.HoldsSecrets ? ValueQuoting.Hidden : ValueQuoting.Shown,
                Clock = session.Host.Clock,
                Random = session.Host.Random,
                Zones = session.Host.Zones,
                Log = session.Log,
            };
            var report = linter.Lint(request, ct);
            if (advice.Count > 0)
            {
                report = report with
                {
                    Messages = [.. report.Messages, .. new ChartAdvisor(session.Generation).Advise(request, sources.Files, advice, ct)],
                };
            }

            hints.AddRange(session.ShowsHints ? Hints(session, report) : []);
            notable += report.HasAtLeast(LintSeverity.Warning) ? 1 : 0;
            failed += report.HasAtLeast(flags.IsOn(HelmFlags.Strict) ? LintSeverity.Warning : LintSeverity.Error) ? 1 : 0;
            if (form != ReportForm.Human)
            {
                findings.Add(path, report, isQuiet);
            }
            else if (!isQuiet || report.HasAtLeast(LintSeverity.Warning))
            {
                Append(output, path, report, isQuiet);
            }
        }

        if (form == ReportForm.Human)
        {
            session.Host.WriteReport(output.ToString());
        }
        else
        {
            findings.Write(form);
        }

        session.Host.Output.Flush();
        hints.Distinct().ToList().ForEach(hint => session.Host.WriteErrorLine($"hint: {hint}"));
        var summary = $"{paths.Count} chart(s) linted, {failed} chart(s) failed";
        if (failed > 0)
        {
            throw new ChartException(summary);
        }

        if (form == ReportForm.Human && (!isQuiet || notable > 0))
        {
            session.Host.WriteReportLine(summary);
        }

        return ExitCodes.Success;
    }

    private static ReportForm FormOf(ParsedFlags flags) => flags.Text(HelmFlags.ReportForm) switch
    {
        "human" or "" => ReportForm.Human,
        "json" => ReportForm.Json,
        "sarif" => ReportForm.Sarif,
        var other => throw new SecretsKitException(ErrorCode.Usage, $"--output knows no form {GoQuote.Format(other)}")
        {
            Hint = "the forms are human, json and sarif",
        },
    };

    private static IEnumerable<string> Hints(HelmSession session, LintReport report) => report.Messages
        .Where(message => message.Severity == LintSeverity.Error)
        .Select(message => message.Causes)
        .Prepend(report.Causes)
        .Select(causes => HelmHints.For(causes, session.Hints))
        .OfType<string>();

    private static void Append(StringBuilder output, string path, LintReport report, bool isQuiet)
    {
        output.Append("==> Linting ").Append(DisplayText.Field(path)).Append('\n');
        if (report.Failure is { } failure)
        {
            output.Append("Error ").Append(failure).Append('\n');
        }

        foreach (var message in report.Messages.Where(message => !isQuiet || message.Severity > LintSeverity.Info))
        {
            output.Append(message).Append('\n');
        }

        output.Append('\n');
    }

    private static List<string> Paths(HelmSession session, ParsedFlags flags)
    {
        List<string> paths = [.. flags.Arguments];
        if (paths.Count == 0)
        {
            if (session.Generation == HelmGeneration.V4)
            {
                throw new SecretsKitException(
                    ErrorCode.Usage, ArgumentRule.AtLeast(1).Complaint(0, "helm lint", "helm lint PATH [flags]")!);
            }

            paths.Add(".");
        }

        if (flags.IsOn(HelmFlags.WithSubcharts))
        {
            foreach (var path in paths.ToList())
            {
                AddSubcharts(paths, session.Host.Environment.ResolvePath(path), path, "charts");
            }
        }

        return paths;
    }

    // In lexical order, folders before what is in them.
    private static void AddSubcharts(List<string> paths, string root, string shown, string folder)
    {
        var full = Path.Combine(root, folder);
        if (!Directory.Exists(full))
        {
            return;
        }

        foreach (var entry in Directory.GetFileSystemEntries(full).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal))
        {
            var inner = $"{folder}/{entry}";
            if (entry == "Chart.yaml")
            {
                paths.Add(Charts.Loading.CleanPath.Of($"{shown}/{folder}"));
            }
            else if (entry.EndsWith(".tgz", StringComparison.Ordinal) || entry.EndsWith(".tar.gz", StringComparison.Ordinal))
            {
                paths.Add(Charts.Loading.CleanPath.Of($"{shown}/{inner}"));
            }

            if (new DirectoryInfo(Path.Combine(root, inner)) is { Exists: true, LinkTarget: null })
            {
                AddSubcharts(paths, root, shown, inner);
            }
        }
    }
}
