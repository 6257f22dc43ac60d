using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Integration.Kubernetes;

/// <summary>Requests to a real API server: objects, refusals, identities, warnings.</summary>
public sealed class ApiClientTests : IDisposable
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private readonly Cluster _cluster = new();
    private readonly string _name = "api-client-" + Guid.NewGuid().ToString("N")[..8];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Creates_reads_patches_and_deletes_an_object_without_losing_a_field()
    {
        var client = _cluster.As();
        var text = $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{_name}}}"},"data":{"a":"ü"}}""";
        var made = await client.SendAsync(Post(Maps, text), Ct);
        Assert.Equal("ü", Text(made, "data", "a"));
        Assert.NotEmpty(Text(made, "metadata", "resourceVersion"));

        var patch = new ApiRequest(HttpMethod.Patch, $"{Maps}/{_name}")
        {
            Query = [KeyValuePair.Create("fieldManager", "tests & co")],
            Body = Body("""{"data":{"b":"2"}}""", ApiMedia.MergePatch),
        };
        var patched = await client.SendAsync(patch, Ct);
        Assert.Equal(("ü", "2"), (Text(patched, "data", "a"), Text(patched, "data", "b")));
        Assert.Contains(
            patched.AsMap![new("metadata")].AsMap![new("managedFields")].AsList!.Items.ToArray(), entry =>
                Text(entry, "manager") == "tests & co");

        await client.SendAsync(new(HttpMethod.Delete, $"{Maps}/{_name}"), Ct);
        var gone = await Assert.ThrowsAsync<ApiException>(() => client.SendAsync(new(HttpMethod.Get, $"{Maps}/{_name}"), Ct));
        Assert.Equal(
            (true, "NotFound", "configmaps", _name), (gone.Status.IsNotFound, gone.Status.Reason, gone.Status.Kind, gone.Status.Name));
        Assert.Equal($"configmaps \"{_name}\" not found", gone.Message);
    }

    [Fact]
    public async Task Tells_an_object_that_is_there_and_one_that_changed()
    {
        var client = _cluster.As();
        var text = $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{_name}}}"}}""";
        await client.SendAsync(Post(Maps, text), Ct);
        var again = await Assert.ThrowsAsync<ApiException>(() => client.SendAsync(Post(Maps, text), Ct));
        Assert.True(again.Status.IsAlreadyExists);
        var stale = new ApiRequest(HttpMethod.Put, $"{Maps}/{_name}")
        {
            Body = Body(text.Replace("}}", ",\"resourceVersion\":\"1\"}}", StringComparison.Ordinal), ApiMedia.Json),
        };
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => client.SendAsync(stale, Ct))).Status.IsConflict);
    }

    [Fact]
    public async Task Names_the_single_faults_of_an_object_that_is_not_valid()
    {
        var text = $$$"""{"kind":"Service","apiVersion":"v1","metadata":{"name":"{{{_name}}}"},"spec":{}}""";
        var failure = await Assert.ThrowsAsync<ApiException>(
            () => _cluster.As().SendAsync(Post("/api/v1/namespaces/default/services", text), Ct));
        Assert.Equal((422, "Invalid"), (failure.Status.Code, failure.Status.Reason));
        Assert.Contains(failure.Status.Causes, cause => cause is { Field: "spec.ports", Reason: "FieldValueRequired" });
    }

    [Fact]
    public async Task A_user_without_the_right_is_forbidden_and_the_message_names_it()
    {
        var failure = await Assert.ThrowsAsync<ApiException>(() => _cluster.As("nobody").SendAsync(new(HttpMethod.Get, Maps), Ct));
        Assert.True(failure.Status.IsForbidden);
        Assert.Equal(
            "configmaps is forbidden: User \"nobody\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"default\"",
            failure.Message);
    }

    [Fact]
    public async Task A_wrong_token_is_refused()
    {
        var client = _cluster.As(choice: new() { Context = "nobody", Token = "canary-token-71a3" });
        var failure = await Assert.ThrowsAsync<ApiException>(() => client.SendAsync(new(HttpMethod.Get, Maps), Ct));
        Assert.Equal(401, failure.Status.Code);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acts_as_another_user()
    {
        var client = _cluster.As(choice: new() { AsUser = "viewer", AsGroups = ["one", "two"] });
        var failure = await Assert.ThrowsAsync<ApiException>(() => client.SendAsync(new(HttpMethod.Get, Maps), Ct));
        Assert.Contains("User \"viewer\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hands_on_the_warnings_of_the_server()
    {
        var warnings = new List<string>();
        await _cluster.As(warning: warnings.Add).SendAsync(
            new(HttpMethod.Get, "/apis/apiextensions.k8s.io/v1beta1/customresourcedefinitions"), Ct);
        Assert.Contains("is deprecated in v1.16+", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_of_the_cluster_is_refused()
    {
        var other = _cluster.As(choice: new() { TlsServerName = "another.example.com" });
        var failure = await Assert.ThrowsAsync<HttpTransportException>(() => other.SendAsync(new(HttpMethod.Get, Maps), Ct));
        Assert.Equal(HttpFailureKind.WrongHostName, failure.Failure.Kind);
    }

    private static ApiRequest Post(string path, string text) => new(HttpMethod.Post, path) { Body = Body(text, ApiMedia.Json) };

    private static HttpBody Body(string text, string type) => HttpBody.FromBytes(Encoding.UTF8.GetBytes(text), type);

    private static string Text(Value value, params string[] path)
    {
        foreach (var name in path)
        {
            value = value.AsMap![new ByteString(name)];
        }

        return Encoding.UTF8.GetString(value.StringBytes);
    }
}
