using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Reporting;
using SecretsKit.Cli.Stores;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Sync.Linting;

namespace SecretsKit.Cli.Syncing;

/// <summary>What <c>sync lint</c> shall do.</summary>
/// <param name="Source">The manifests.</param>
internal sealed record SyncLintRequest(SyncSource Source)
{
    /// <summary>The form of the report.</summary>
    public ReportForm Form { get; init; }

    /// <summary>The level from which findings fail the run; null for none.</summary>
    public CheckLevel? FailOn { get; init; } = CheckLevel.Warning;

    /// <summary>Rules that are off.</summary>
    public IReadOnlySet<string> Skipped { get; init; } = new HashSet<string>();
}

/// <summary>Looks through manifests and reports what was found.</summary>
internal sealed class SyncLintHandler(VerbContext context)
{
    /// <summary>Looks.</summary>
    /// <returns>The exit code: <see cref="ExitCodes.Differences"/> if something was found that fails the run.</returns>
    /// <exception cref="SecretsKitException">A file cannot be read.</exception>
    public async Task<int> RunAsync(SyncLintRequest request, CancellationToken ct)
    {
        if (request.Source.Paths.Count == 0)
        {
            throw SyncManifests.NoPaths();
        }

        var objects = await new GivenManifests(context) { KeepsEncrypted = true }.ReadAsync(request.Source.Paths, ct);
        var found = await ManifestLint.CheckAsync(
            [.. objects.Select(item => item.Tree)], request.Source.Settings, context.Host.Providers(), ct);
        var findings = found.Select(finding => Located(finding, objects[finding.Place]))
            .Where(finding => !request.Skipped.Contains(finding.Rule.Id))
            .ToList();
        var summary = new CheckSummary { Files = objects.Select(item => item.File).Distinct(StringComparer.Ordinal).Count() };
        switch (request.Form)
        {
            case ReportForm.Json:
                JsonReport.Write(context.Host.Output, summary, findings, Stable);
                break;
            case ReportForm.Sarif:
                SarifReport.Write(context.Host.Output, findings, Stable, SyncLintRules.All);
                break;
            default:
                HumanReport.Write(context.Terminal, findings, finding => finding.Path);
                context.Terminal.Say(
                    HumanReport.Summary(summary, findings), findings.Exists(Fails) ? TextStyle.Bad : TextStyle.Good);
                break;
        }

        return findings.Exists(Fails) ? ExitCodes.Differences : ExitCodes.Success;

        bool Fails(Finding finding) => finding.Fails(request.FailOn);
    }

    private static string Stable(Finding finding) => finding.Path.Replace(Path.DirectorySeparatorChar, '/');

    private static Finding Located(LintFinding finding, GivenObject item)
    {
        var rule = SyncLintRules.Of(finding.Rule);
        var (line, column) = item.Text?.Find(finding.Path, finding.TextLine) ?? (0, 0);
        var about = item.Name.Length > 0 ? $"{item.Kind} {item.Name}: {finding.Message}" : finding.Message;
        return new(rule, rule.Level, item.File, line, column, about)
        {
            Name = $"{item.Kind}/{item.Namespace}/{item.Name} {(finding.Name.Length > 0 ? finding.Name : finding.Field)}",
        };
    }
}
