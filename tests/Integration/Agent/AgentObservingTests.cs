using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Agent;

/// <summary>The alerts and the dashboard of the chart ask for series that the agent has.</summary>
public sealed partial class AgentObservingTests : IDisposable
{
    private static readonly string Files = Path.Combine(Checkout.Root, "src", "Agent", "chart", "files");

    private static readonly string Reference = Path.Combine(AppContext.BaseDirectory, "testdata", "eso", "metrics.json");

    private readonly AgentNamespace _namespace = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _namespace.Dispose();

    [Fact]
    public async Task Alerts_and_dashboard_name_metrics_and_labels_that_are_there()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("good", "1h", Ct);
        await _namespace.MapAsync("bad", "1h", Ct, key: "missing");
        await using var agent = new AgentProcess(_namespace.Scope);
        await _namespace.WaitForSecretAsync("good", Ct);
        var series = new List<(string Name, HashSet<string> Labels)>();
        for (var tries = 0; tries < 100 && !series.Any(one => one.Name == "externalsecret_status_condition"); tries++)
        {
            await Task.Delay(100, Ct);
            var (_, text) = await agent.GetAsync("metrics", "/metrics", Ct);
            series = [.. SeriesLine().Matches(text).Select(match => (
                match.Groups[1].Value, LabelName().Matches(match.Groups[2].Value).Select(label => label.Groups[1].Value).ToHashSet()))];
        }

        var rules = KubernetesYaml.Read(await File.ReadAllBytesAsync(Path.Combine(Files, "alerts.yaml"), Ct), new()).AsMap!
            .Children("groups").SelectMany(group => group.Children("rules")).ToList();
        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Files, "dashboard.json"), Ct))!;
        var asked = rules.Select(rule => rule.Text("expr")).Concat(ExpressionsOf(dashboard)).ToList();
        Assert.True(asked.Count > 15);

        // Kinds that this agent does not serve have the series of the reference, as another test shows.
        series.AddRange(JsonNode.Parse(await File.ReadAllTextAsync(Reference, Ct))!.AsObject()
            .Where(entry => entry.Key.EndsWith("_status_condition", StringComparison.Ordinal))
            .Select(entry => (entry.Key, entry.Value!["labels"]!.AsObject().Select(label => label.Key).ToHashSet())));
        series.Add(("clustersecretstore_status_condition", series.First(one => one.Name == "secretstore_status_condition").Labels));
        Assert.Equal([], asked.SelectMany(expression => Missing(expression, series)));

        // What the text of an alert names comes with its series.
        Assert.All(rules, rule => Assert.All(
            LabelOfText().Matches(rule.Child("annotations")!.Text("summary") + rule.Child("annotations")!.Text("description"))
                .Select(match => match.Groups[1].Value),
            label => Assert.Contains(
                Selectors(rule.Text("expr")), one => series.Any(has => has.Name == one.Name && has.Labels.Contains(label)))));
    }

    [Theory]
    [InlineData("sum(no_such_metric) > 0")]
    [InlineData("externalsecret_status_condition{state=\"Ready\"} == 1")]
    [InlineData("sum by (vendor) (rate(workqueue_depth[5m]))")]
    public void A_series_that_is_not_there_is_found(string expression) => Assert.NotEmpty(Missing(
        expression, [("externalsecret_status_condition", ["condition", "name"]), ("workqueue_depth", ["name"])]));

    private static IEnumerable<string> Missing(string expression, List<(string Name, HashSet<string> Labels)> series)
    {
        var grouped = Grouping().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',')).Select(name => name.Trim());
        foreach (var (name, labels) in Selectors(expression))
        {
            var found = series.Where(one => one.Name == name).ToList();
            if (found.Count == 0)
            {
                yield return $"{name} in {expression}";
            }

            foreach (var label in labels.Concat(grouped).Where(label => found.Count > 0 && !found.Any(one => one.Labels.Contains(label))))
            {
                yield return $"{name} has no label {label}: {expression}";
            }
        }
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Labels)> Selectors(string expression) =>
        Selector().Matches(Grouping().Replace(expression, " "))
            .Select(match => (match.Groups[1].Value, (IReadOnlyList<string>)[.. LabelName().Matches(match.Groups[2].Value)
                .Select(label => label.Groups[1].Value)]));

    private static IEnumerable<string> ExpressionsOf(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => entry is { Key: "expr", Value: JsonValue value } ? [value.GetValue<string>()]
            : ExpressionsOf(entry.Value)),
        JsonArray list => list.SelectMany(ExpressionsOf),
        _ => [],
    };

    [GeneratedRegex(@"^([a-z_]+)(\{.*\})? \S+$", RegexOptions.Multiline)]
    private static partial Regex SeriesLine();

    [GeneratedRegex(@"([a-z_]+)(?:=|!=|=~|!~)""")]
    private static partial Regex LabelName();

    // What a scrape calls a label that it has itself is no other label.
    [GeneratedRegex(@"\$labels\.(?:exported_)?([a-z_]+)")]
    private static partial Regex LabelOfText();

    // A name of a metric has an underscore here, and no function of those that are used is followed by anything but a bracket.
    [GeneratedRegex(@"\b([a-z]+(?:_[a-z]+)+)\b(?!\s*\()(\{[^}]*\})?(?![^{]*\})")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(?:by|without)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();
}
