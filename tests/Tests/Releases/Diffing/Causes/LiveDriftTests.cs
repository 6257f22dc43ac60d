using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Releases.Diffing.Causes;

namespace SecretsKit.Tests.Releases.Diffing.Causes;

/// <summary>P-067: what differs between a manifest and the live object is named with its manager; what servers add is no drift.</summary>
public sealed class LiveDriftTests
{
    private const string Manifest = """
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          template:
            spec:
              containers:
              - {name: side, image: "side:1"}
              - {name: web, image: "web:1", resources: {limits: {cpu: 0.5, memory: 1024Mi}}}
        """;

    private const string Live = """
        {"kind": "Deployment",
         "metadata": {"name": "web", "labels": {"app": "web", "team": "a"}, "resourceVersion": "7", "managedFields": [
           {"manager": "helm", "operation": "Apply", "time": "2026-01-01T00:00:00Z", "fieldsV1": {"f:spec": {"f:replicas": {}, "f:template":
             {"f:spec": {"f:containers": {"k:{\"name\":\"web\"}": {".": {}, "f:image": {}}}}}}}},
           {"manager": "kubectl-edit", "operation": "Update", "time": "2026-02-01T00:00:00Z", "fieldsV1": {"f:spec": {"f:template":
             {"f:spec": {"f:containers": {"k:{\"name\":\"web\"}": {"f:image": {}}}}}}}},
           {"manager": "scaler", "operation": "Update", "subresource": "scale", "fieldsV1": {"f:spec": {"f:replicas": {}}}}]},
         "spec": {"replicas": 2, "revisionHistoryLimit": 10, "template": {"spec": {"containers": [
           {"name": "web", "image": "web:1", "resources": {"limits": {"cpu": "500m", "memory": "1Gi"}}},
           {"name": "side", "image": "side:1"}]}}}}
        """;

    [Fact]
    public void What_servers_add_and_rewrite_is_no_drift() => Assert.Empty(Of(Manifest, Live));

    [Fact]
    public void The_manager_of_a_changed_field_is_named()
    {
        var cause = Assert.Single(Of(Manifest, Live.Replace("\"web:1\"", "\"web:2\"", StringComparison.Ordinal)));
        Assert.Equal("kubectl-edit", cause.Subject);
        Assert.Equal(["spec.template.spec.containers[1].image"], cause.Fields);
    }

    [Fact]
    public void A_field_that_only_the_release_wrote_is_laid_to_it()
    {
        var cause = Assert.Single(Of(Manifest, Live.Replace("\"replicas\": 2", "\"replicas\": 5", StringComparison.Ordinal)));
        Assert.Equal("helm", cause.Subject);
        Assert.Equal(["spec.replicas"], cause.Fields);
    }

    [Fact]
    public void A_missing_element_is_drift()
    {
        var cause = Assert.Single(Of(Manifest, Live.Replace("\"name\": \"side\"", "\"name\": \"other\"", StringComparison.Ordinal)));
        Assert.Equal(["spec.template.spec.containers[0]"], cause.Fields);
    }

    [Theory]
    [InlineData("kind: Secret\nstringData: {a: text}", """{"kind": "Secret", "data": {"a": "dGV4dA=="}}""", 0)]
    [InlineData("kind: Secret\nstringData: {a: text}", """{"kind": "Secret", "data": {"a": "b3RoZXI="}}""", 1)]
    [InlineData("kind: ConfigMap\ndata: {}", """{"kind": "ConfigMap"}""", 0)]
    [InlineData("kind: ConfigMap\ndata: {a: x}", """{"kind": "ConfigMap"}""", 1)]
    public void Texts_of_Secrets_count_as_they_are_stored_and_empty_fields_not(string manifest, string live, int count) =>
        Assert.Equal(count, Of(manifest, live).Count);

    private static IReadOnlyList<ChangeCause> Of(string manifest, string live)
    {
        var recorded = KubernetesYaml.Read(Encoding.UTF8.GetBytes(manifest), new() { KeepsIntegers = true }).AsMap!;
        Assert.True(GoJson.TryParse(Encoding.UTF8.GetBytes(live), out var value, out _));
        return LiveDrift.Of(recorded, value.AsMap!);
    }
}
