using System.Globalization;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Timing;

namespace SecretsKit.Cli.Pipelines.Timing;

/// <summary>Estimates which timeout a deploy of a chart needs.</summary>
internal sealed class TimeoutHandler(VerbContext context, ValueGetterFactory getter)
{
    private static readonly string[] Head = ["WORKLOAD", "PODS", "POD START", "INIT", "ESTIMATE", "USUAL"];

    /// <summary>Estimates and prints.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(TimeoutRequest request, CancellationToken ct) => ChartVerb.RunAsync(
        context, "pipeline timeout", [request.Release.Chart.Name], getter, session => EstimateAsync(session, request, ct));

    private async Task<int> EstimateAsync(HelmSession session, TimeoutRequest request, CancellationToken ct)
    {
        var rendered = await new ReleaseRendering(session.ChartHost, session.Inputs)
        {
            Progress = (values, chart) => (session.Hints.Values, session.Hints.Chart) = (values, chart),
        }.RunAsync(request.Release with { Capabilities = Capabilities.Default(session.Generation) }, ct);
        var estimator = new RolloutEstimator(request.Assumptions, session.Generation);
        List<RolloutEstimate> estimates =
        [
            .. rendered.Rendering.Manifests.SelectMany(manifest => estimator.Estimate(manifest.Text)),
            .. rendered.Rendering.Hooks.Where(hook => !hook.IsTest)
                .SelectMany(hook => estimator.Estimate(hook.Manifest.Text))
                .Select(estimate => estimate with { IsHook = true }),
        ];
        var isEnough = request.Timeout is not { } timeout || timeout >= TimeoutAdvice.Needed(estimates);
        if (request.IsJson)
        {
            WriteJson(estimates, request.Timeout, isEnough);
        }
        else
        {
            WriteText(estimates, request.Timeout, isEnough);
        }

        return isEnough ? ExitCodes.Success : ExitCodes.For(Dialect.SecretsKit, "pipeline timeout", ErrorCode.General);
    }

    private void WriteText(List<RolloutEstimate> estimates, TimeSpan? timeout, bool isEnough)
    {
        var suggested = Text(TimeoutAdvice.Suggested(estimates));
        if (estimates.Count == 0)
        {
            context.Terminal.Print($"the chart has no workload that is waited for; --timeout {suggested} is enough");
            return;
        }

        TextColumns.Write(context.Terminal, [Head, .. estimates.Select(Row)]);
        context.Terminal.Print("");
        if (timeout is not { } given)
        {
            context.Terminal.Print($"suggested: --timeout {suggested}", TextStyle.Good);
        }
        else if (isEnough)
        {
            context.Terminal.Print($"--timeout {Text(given)} is enough", TextStyle.Good);
        }
        else
        {
            context.Terminal.Print(
                $"--timeout {Text(given)} is too short for {Text(TimeoutAdvice.Needed(estimates))}; suggested: --timeout {suggested}",
                TextStyle.Bad);
        }
    }

    private void WriteJson(List<RolloutEstimate> estimates, TimeSpan? timeout, bool isEnough) => JsonLine.Write(context.Host, json =>
    {
        json.WriteNumber("neededSeconds", (long)TimeoutAdvice.Needed(estimates).TotalSeconds);
        json.WriteString("suggested", Text(TimeoutAdvice.Suggested(estimates)));
        if (timeout is { } given)
        {
            json.WriteString("timeout", Text(given));
        }

        json.WriteBoolean("ok", isEnough);
        json.WriteStartArray("workloads");
        foreach (var one in estimates)
        {
            json.WriteStartObject();
            json.WriteString("kind", one.Kind);
            json.WriteString("name", one.Name);
            json.WriteBoolean("hook", one.IsHook);
            json.WriteNumber("pods", one.Pods);
            json.WriteNumber("podStartSeconds", (long)one.PodStart.TotalSeconds);
            json.WriteNumber("initSeconds", (long)one.Init.TotalSeconds);
            json.WriteNumber("totalSeconds", (long)one.Total.TotalSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string[] Row(RolloutEstimate one) =>
    [
        $"{one.Kind}/{one.Name}{(one.IsHook ? " (hook)" : "")}", one.Pods.ToString(CultureInfo.InvariantCulture), Text(one.PodStart),
        Text(one.Init), Text(one.Total), $"{Text(one.Usual.From)} to {Text(one.Usual.To)}",
    ];

    // Whole seconds, without zeros behind: 5m, and not 5m0s.
    private static string Text(TimeSpan time)
    {
        var text = GoDuration.Format((long)Math.Round(time.TotalSeconds) * 1_000_000_000);
        text = text.EndsWith("m0s", StringComparison.Ordinal) ? text[..^2] : text;
        return text.EndsWith("h0m", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
