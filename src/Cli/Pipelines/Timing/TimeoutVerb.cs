using System.CommandLine;
using System.Globalization;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Releases.Timing;

namespace SecretsKit.Cli.Pipelines.Timing;

/// <summary>The words of <c>pipeline timeout</c>.</summary>
internal static class TimeoutVerb
{
    private static readonly VerbText Help = new(
        "pipeline timeout [options] CHART",
        "Renders a chart in memory and estimates how long its workloads take until they are ready: pods times their start with probes, "
        + "init containers, and a buffer. That is an upper bound, for a cluster that starts one pod at a time. With --timeout it is "
        + "compared, and the exit code is 1 where it is too short. No cluster is asked.",
        ("secretskit pipeline timeout ./chart -f values.yaml", "which --timeout a deploy needs"),
        ("secretskit pipeline timeout ./chart --timeout 5m --pod-start 45s", "in a pipeline, whether five minutes are enough"))
    {
        ExitCodes = [("1", "the timeout that was given is too short")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter)
    {
        var release = new ReleaseOptions();
        var timeout = VerbOptions.Text("--timeout", "DURATION", "The timeout to compare with, as 5m.");
        var start = VerbOptions.Text("--pod-start", "DURATION", "How long a pod takes until its containers run: 30s unless given.");
        var init = VerbOptions.Text("--init-time", "DURATION", "How long one init container runs: 30s unless given.");
        var job = VerbOptions.Text("--job-time", "DURATION", "How long a Job of one pod works: 1m unless given.");
        var buffer = VerbOptions.Text("--buffer", "DURATION", "What is added: 1m unless given.");
        var nodes = VerbOptions.Text("--nodes", "N", "How many nodes run the pods of a DaemonSet: 3 unless given.");
        var output = VerbOptions.Choice("--output", "FORMAT", "text (the default) or json, one object.", ["text", "json"], "-o");
        var command = new Command("timeout");
        release.AddChartTo(command);
        foreach (var option in (Option[])[timeout, start, init, job, buffer, nodes, output])
        {
            command.Add(option);
        }

        return new(command, Help, (parsed, ct) =>
        {
            var usual = new RolloutAssumptions();
            return new TimeoutHandler(context, getter).RunAsync(
                new(release.Read(parsed, "release-name", "default"))
                {
                    Timeout = parsed.GetValue(timeout) is { } given ? Duration("--timeout", given) : null,
                    Assumptions = new()
                    {
                        PodStart = parsed.GetValue(start) is { } a ? Duration("--pod-start", a) : usual.PodStart,
                        InitContainer = parsed.GetValue(init) is { } b ? Duration("--init-time", b) : usual.InitContainer,
                        JobWork = parsed.GetValue(job) is { } c ? Duration("--job-time", c) : usual.JobWork,
                        Buffer = parsed.GetValue(buffer) is { } d ? Duration("--buffer", d) : usual.Buffer,
                        Nodes = parsed.GetValue(nodes) is { } e ? Count(e) : usual.Nodes,
                    },
                    IsJson = parsed.GetValue(output) == "json",
                },
                ct);
        });
    }

    private static TimeSpan Duration(string option, string text) =>
        GoDuration.TryParse(text, out var duration) && duration >= TimeSpan.Zero && duration <= TimeSpan.FromDays(1)
            ? duration
            : throw new SecretsKitException(ErrorCode.Usage, $"{option} takes a time of at most a day, not \"{text}\"")
            {
                Hint = "write it like 45s, 5m or 1h30m",
            };

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is > 0 and <= 10_000
        ? count
        : throw new SecretsKitException(ErrorCode.Usage, $"--nodes takes a number from 1 to 10000, not \"{text}\"");
}

/// <summary>A chart whose timeout is wanted.</summary>
/// <param name="Release">The chart and its values.</param>
internal sealed record TimeoutRequest(ReleaseRequest Release)
{
    /// <summary>The timeout to compare with; null for none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What manifests do not say.</summary>
    public RolloutAssumptions Assumptions { get; init; } = new();

    /// <summary>Whether JSON is printed.</summary>
    public bool IsJson { get; init; }
}
