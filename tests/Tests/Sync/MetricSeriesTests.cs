using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Tests.Sync;

/// <summary>Series under the names of the reference (spec external-secrets.md 5.1).</summary>
public sealed class MetricSeriesTests
{
    private static readonly ObjectKey Key = new("team", "es");

    [Fact]
    public void A_deleted_mapping_leaves_one_series_until_it_is_made_anew()
    {
        var metrics = new ControllerMetrics("externalsecret", 1, TimeProvider.System);
        metrics.Take(Key, Mapping());
        Assert.Empty(metrics.Deleted);
        metrics.Take(Key, null);
        Assert.Equal([Key], metrics.Deleted.Select(one => one.Key));
        Assert.Empty(metrics.Objects);
        metrics.Take(Key, Mapping());
        Assert.Empty(metrics.Deleted);
    }

    [Fact]
    public void The_latest_thousand_deletions_are_remembered()
    {
        var metrics = new ControllerMetrics("externalsecret", 1, TimeProvider.System);
        for (var at = 0; at < 1500; at++)
        {
            var key = new ObjectKey("team", $"es{at}");
            metrics.Take(key, Mapping());
            metrics.Take(key, null);
        }

        Assert.Equal(1000, metrics.Deleted.Count());
        Assert.Contains(new ObjectKey("team", "es1499"), metrics.Deleted.Select(one => one.Key));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "app_kubernetes_io_component= app_kubernetes_io_instance= app_kubernetes_io_managed_by=Helm "
        + "app_kubernetes_io_name=shop app_kubernetes_io_part_of=web app_kubernetes_io_version=")]
    public void Labels_of_the_object_are_labels_of_its_series_where_that_is_asked_for(bool isAsked, string expected)
    {
        var metrics = new ControllerMetrics("externalsecret", 1, TimeProvider.System) { HasObjectLabels = isAsked };
        metrics.Take(Key, Mapping());
        var labels = metrics.Objects.Single().Value.Labels?.Pairs ?? [];
        Assert.Equal(expected, string.Join(' ', labels.Select(pair => $"{pair.Name}={pair.Value}")));
    }

    [Fact]
    public void Writes_to_stores_are_calls_of_their_own()
    {
        var calls = new ProviderCalls();
        calls.Add("kubernetes", "push", isFailed: false);
        calls.Add("vault", "push", isFailed: true);
        var text = new MetricsText();
        calls.Write(text);
        var all = Encoding.UTF8.GetString([.. text.ToParts().SelectMany(part => part.ToArray())]);
        Assert.Contains("{provider=\"Kubernetes\",call=\"UpdateSecret\",status=\"success\"} 1\n", all, StringComparison.Ordinal);
        Assert.Contains("{provider=\"HashiCorp/Vault\",call=\"WriteSecretData\",status=\"error\"} 1\n", all, StringComparison.Ordinal);
    }

    private static MapValue Mapping() => new MapValue().With("metadata", new MapValue().With("name", "es").With("namespace", "team")
        .With("labels", new MapValue().With("app.kubernetes.io/name", "shop").With("app.kubernetes.io/part-of", "web")
            .With("app.kubernetes.io/managed-by", "Helm")))
        .With("status", new MapValue());
}
