using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Recovery;

namespace SecretsKit.Cli.Pipelines.Recovering;

/// <summary>What <c>pipeline recover</c> found and did, for people and for programs.</summary>
/// <param name="Namespace">Of the release.</param>
/// <param name="Found">What was found.</param>
/// <param name="Holder">The holder of the release's lock; null if it is free.</param>
/// <param name="Repaired">What it is after the repair; null if nothing was repaired.</param>
internal sealed record RecoveryReport(string Namespace, ReleaseDiagnosis Found, string? Holder, ReleaseDiagnosis? Repaired)
{
    /// <summary>Writes lines.</summary>
    public void WriteText(TerminalOutput terminal)
    {
        var place = $"release {Found.Release} in {Namespace}";
        terminal.Say(Found.Last is { } last
            ? $"{place}: revision {Number(last.Revision)} is {ReleaseStatusText.Of(last.Status)}{Since(last)}"
            : $"{place}: there is no record of it");
        foreach (var line in Lines())
        {
            terminal.Say(line);
        }
    }

    /// <summary>Writes one line of JSON.</summary>
    public void WriteJson(CliHost host) => JsonLine.Write(host, json =>
    {
        json.WriteString("release", Found.Release);
        json.WriteString("namespace", Namespace);
        json.WriteString("condition", Word(Found.Condition));
        json.WriteNumber("revision", Found.Last?.Revision ?? 0);
        json.WriteString("status", Found.Last is { } last ? ReleaseStatusText.Of(last.Status) : "");
        json.WriteString("holder", Holder ?? "");
        json.WriteBoolean("stuck", (Repaired ?? Found).IsStuck);
        json.WriteBoolean("repaired", Repaired is not null);
        json.WriteString("now", Repaired?.Last is { } now ? ReleaseStatusText.Of(now.Status) : "");
    });

    private IEnumerable<string> Lines()
    {
        if (Holder is not null)
        {
            yield return $"it is being changed by {Holder}: nothing has to be repaired while that goes on";
            yield break;
        }

        yield return Found.Condition switch
        {
            ReleaseCondition.Missing => $"install it: secretskit helm upgrade --install {Found.Release} CHART -n {Namespace}",
            ReleaseCondition.Settled => "its last operation ended and was recorded: there is nothing to repair",
            ReleaseCondition.NeverDeployed => "no revision of it went well: an upgrade goes on from there, "
                + $"'secretskit helm uninstall {Found.Release} -n {Namespace}' begins anew",
            ReleaseCondition.Unrecorded => "all its objects are written and its hooks have run: only the last record is missing",
            ReleaseCondition.HalfDeleted => "its removal began and did not end: some of its objects may be there",
            _ => "its deployer ended before it could record how that went: some objects may be those of this revision"
                + (Found.Good is { } good ? $", others those of revision {Number(good.Revision)}" : ""),
        };
        if (Repaired is not null)
        {
            yield return Repaired.Last is { } now
                ? $"repaired: revision {Number(now.Revision)} is {ReleaseStatusText.Of(now.Status)} now"
                : "repaired: its removal is complete";
        }

        foreach (var line in Steps())
        {
            yield return line;
        }
    }

    private IEnumerable<string> Steps()
    {
        if (Found.IsStuck && Repaired is null)
        {
            yield return $"to repair: secretskit pipeline recover {Found.Release} -n {Namespace} --yes";
        }
        else if (Found.Condition == ReleaseCondition.Unfinished)
        {
            yield return Found.Good is { } good
                ? $"next: deploy again, or go back: secretskit helm rollback {Found.Release} {Number(good.Revision)} -n {Namespace}"
                : $"next: deploy again with upgrade --install, or begin anew: secretskit helm uninstall {Found.Release} -n {Namespace}";
        }
    }

    private static string Since(ReleaseSummary last) => last.LastDeployed is { } time
        ? DateTimeOffset.FromUnixTimeSeconds(time.UnixSeconds).ToString("' since 'yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        : "";

    private static string Number(int revision) => revision.ToString(CultureInfo.InvariantCulture);

    private static string Word(ReleaseCondition condition) => condition switch
    {
        ReleaseCondition.Missing => "missing",
        ReleaseCondition.Settled => "settled",
        ReleaseCondition.NeverDeployed => "never-deployed",
        ReleaseCondition.Unrecorded => "unrecorded",
        ReleaseCondition.HalfDeleted => "half-deleted",
        _ => "unfinished",
    };
}
