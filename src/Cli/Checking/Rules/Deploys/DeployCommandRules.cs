using System.Globalization;
using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Cli.Checking.Rules.Deploys;

/// <summary>
/// Rules for deploys of pipelines (pipeline K-055, K-056, K-058, K-127, K-128, K-134, K-135). All are notes: no run fails by them unasked.
/// </summary>
internal static class DeployCommandRules
{
    private const int MostRevisions = 20;

    // Of a release (spec helm.md 4.8).
    private const int MaxNameLength = 53;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMinutes(2);

    // Where a command names an environment, so many revisions are to be kept.
    private static readonly (string Word, string Environment, int Least)[] History =
        [("prod", "production", 10), ("stag", "staging", 5), ("", "development", 3)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IFileRule> All { get; } =
    [
        Rule(
            "unsafe-upgrade", "K-055", "an upgrade waits for nothing and undoes nothing",
            "add --rollback-on-failure (--atomic in Helm 3) and a --timeout: the pipeline fails when the pods do", Unsafe),
        Rule(
            "short-timeout", "K-056", "a timeout is shorter than workloads take",
            "small workloads take 2 to 5 minutes, large ones 5 to 10, StatefulSets 10 to 30, init containers 5 to 15; 'secretskit pipeline "
            + "timeout CHART' estimates it", ShortTimeout),
        Rule(
            "history-limit", "K-058", "too few or too many revisions are kept",
            "keep 3 in development, 5 in staging, 10 in production, 15 to 20 where deploys are frequent", HistoryLimit),
        Rule(
            "release-name", "K-134", "the name of a release is not made of words and hyphens",
            "name releases app, app-env or team-app, in lower case", Name),
        Rule(
            "default-namespace", "K-135", "a deploy goes to the namespace default",
            "have namespaces of your own: one for each environment, team or application", Default),
        Rule(
            "unnamed-namespace", "K-127", "a deploy names no namespace",
            "add -n NAMESPACE: otherwise the current one of the kubeconfig counts, whichever that is", Unnamed),
        Rule(
            "unpinned-chart", "K-128", "a deploy takes whichever version of a chart is the newest",
            "add --version with an exact version", Unpinned),
    ];

    private static DeployCommandRule Rule(string id, string alias, string title, string nextStep, Func<DeployCommand, string?> find) =>
        new(new(id, CheckLevel.Note, title, nextStep) { Alias = alias }, find);

    private static string? Unsafe(DeployCommand command) =>
        command.Verb == "upgrade" && !command.Has("--atomic", "--rollback-on-failure", "--wait", "--timeout", "--dry-run")
            ? "helm upgrade has neither --rollback-on-failure nor --wait nor --timeout"
            : null;

    private static string? ShortTimeout(DeployCommand command) =>
        command.Value("--timeout") is { } text
        && GoDuration.TryParse(text, out var duration)
        && duration < ShortestTimeout
            ? $"--timeout {text} is less than two minutes"
            : null;

    private static string? HistoryLimit(DeployCommand command)
    {
        if (!int.TryParse(
            command.Value("--history-max", "--max-history"), NumberStyles.None, CultureInfo.InvariantCulture, out var kept))
        {
            return null;
        }

        var (_, environment, least) = History.First(
            row => command.Words.Any(word => word.Contains(row.Word, StringComparison.OrdinalIgnoreCase)));
        return kept == 0 ? "--history-max 0 keeps every revision for ever, each in an object of its own"
            : kept > MostRevisions ? $"--history-max {kept} keeps more than {MostRevisions} revisions"
            : kept < least ? $"--history-max {kept} keeps less than the {least} revisions that {environment} needs to go back"
            : null;
    }

    private static string? Unnamed(DeployCommand command) => command.Has("-n", "--namespace") ? null
        : $"helm {command.Verb} names no namespace";

    private static string? Default(DeployCommand command) =>
        command.Value("-n", "--namespace") == "default" ? $"helm {command.Verb} deploys into the namespace default" : null;

    private static string? Name(DeployCommand command) =>
        command.Release is { } name && name.AsSpan().ContainsAny("${<%") is false && !IsName(name)
            ? $"the release name \"{DisplayText.Field(name)}\" is not of lower case words joined by hyphens"
            : null;

    private static bool IsName(string name) => name.Length <= MaxNameLength && name.Split('-').All(
        word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));

    private static string? Unpinned(DeployCommand command)
    {
        var chart = command.Words.FirstOrDefault(word => word.StartsWith("oci://", StringComparison.Ordinal));
        if (chart is null ? !command.Has("--repo") : chart.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        var version = command.Value("--version");
        return version is null ? $"helm {command.Verb} takes a chart from a server without --version"
            : version.Contains('$', StringComparison.Ordinal) || SemanticVersion.TryParse(
                version.TrimStart('v'), SemanticVersionStyle.Strict, out _) ? null
            : $"helm {command.Verb} takes a chart from a server, and its --version is a range";
    }
}
