using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>What kind of path a request has, and whose namespace it is about.</summary>
public sealed class RequestPathTests
{
    [Theory]
    [InlineData("/api/v1/namespaces/team/secrets/db", "/api/v1/namespaces/{namespace}/secrets/{name}", "team")]
    [InlineData("/api/v1/namespaces/team/secrets", "/api/v1/namespaces/{namespace}/secrets", "team")]
    [InlineData("/api/v1/secrets", "/api/v1/secrets", "")]
    [InlineData("/api/v1/namespaces", "/api/v1/namespaces", "")]
    [InlineData("/api/v1/namespaces/team", "/api/v1/namespaces/{name}", "")]
    [InlineData("/api/v1/namespaces/team/status", "/api/v1/namespaces/{name}/status", "team")]
    [InlineData("/apis/g.io/v1/namespaces/team/things/x/status", "/apis/g.io/v1/namespaces/{namespace}/things/{name}/status", "team")]
    [InlineData("/apis/g.io/v1/things/x", "/apis/g.io/v1/things/{name}", "")]
    [InlineData("/apis/g.io/v1", "/apis/g.io/v1", "")]
    [InlineData("/version", "/version", "")]
    [InlineData(
        "/api/v1/namespaces/team/serviceaccounts/sa/token", "/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token", "team")]
    public void Names_are_no_part_of_its_kind(string path, string template, string ns)
    {
        Assert.Equal(template, RequestPath.TemplateOf(path));
        Assert.Equal(ns, RequestPath.NamespaceOf(path));
    }
}
