using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>What the requests about objects are, and what becomes of the answers.</summary>
public sealed class ObjectClientTests
{
    private const string Map = """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"m","namespace":"ns"},"data":{"a":"<&>"}}""";

    private static readonly ResourceRef Reference = new("v1", "ConfigMap", "ns", "m");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What stands between may answer for a server that is away: nothing was written, and no record is there.</summary>
    [Fact]
    public async Task An_empty_answer_is_no_success()
    {
        using var api = new ScriptedApi(request => request.Target == "/api/v1" ? null : ServedAnswer.Kept(""));
        var objects = api.Objects();
        Func<Task>[] requests =
        [
            () => objects.CreateAsync(ScriptedApi.Json(Map), WriteOptions.Default, Ct),
            () => objects.UpdateAsync(ScriptedApi.Json(Map), WriteOptions.Default, Ct),
            () => objects.PatchAsync(Reference, ObjectPatch.Apply(ScriptedApi.Json(Map)), WriteOptions.Default, Ct),
            () => objects.FindAsync(Reference, Ct),
        ];
        foreach (var request in requests)
        {
            var failure = await Assert.ThrowsAsync<SecretsKitException>(request);
            Assert.Equal(ErrorCode.MalformedDocument, failure.Code);
            Assert.EndsWith(" is empty", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("POST", "/api/v1/namespaces/ns/configmaps")]
    [InlineData("PUT", "/api/v1/namespaces/ns/configmaps/m")]
    [InlineData("PATCH", "/api/v1/namespaces/ns/configmaps/m")]
    [InlineData("DELETE", "/api/v1/namespaces/ns/configmaps/m")]
    [InlineData("POST", "/api/v1/namespaces/ns/serviceaccounts")]
    [InlineData("POST", "/api/v1/namespaces/ns/pods/token")]
    [InlineData("PUT", "/api/v1/namespaces/ns/serviceaccounts/a/token")]
    public async Task A_client_that_writes_nothing_sends_no_write(string method, string path)
    {
        using var api = new ScriptedApi(_ => ServedAnswer.Kept(Map));
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => api.ReadOnly.SendAsync(new(new(method), path), Ct));
        Assert.Equal($"{method} is not sent: this program writes nothing", failure.Message);
        Assert.Empty(api.Server.Requests);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/ns/configmaps/m")]
    [InlineData("POST", "/api/v1/namespaces/ns/serviceaccounts/a/token")]
    public async Task A_client_that_writes_nothing_reads_and_asks_for_tokens(string method, string path)
    {
        using var api = new ScriptedApi(_ => ServedAnswer.Kept(Map));
        await api.ReadOnly.SendAsync(new(new(method), path), Ct);
        Assert.Equal([$"{method} {path}"], api.Sent);
    }

    [Fact]
    public async Task Writes_objects_in_all_ways()
    {
        using var api = new ScriptedApi(request => request.Method == "GET" ? null : ServedAnswer.Kept(Map));
        var objects = api.Objects();
        var options = new WriteOptions { FieldManager = "helm", FieldValidation = FieldValidation.Strict, IsDryRun = true };
        await objects.CreateAsync(ScriptedApi.Json(Map), options, Ct);
        await objects.UpdateAsync(ScriptedApi.Json(Map), WriteOptions.Default, Ct);
        var apply = ObjectPatch.Apply(ScriptedApi.Json(Map));
        await objects.PatchAsync(Reference, apply, new() { FieldManager = "helm", ForcesConflicts = false }, Ct);
        await objects.PatchAsync(Reference, ObjectPatch.Json(new ListValue([])), WriteOptions.Default, Ct);
        await objects.DeleteAsync(
            Reference,
            new()
            {
                Propagation = DeletionPropagation.Foreground,
                GracePeriod = TimeSpan.FromSeconds(3),
                Uid = "u",
                ResourceVersion = "7",
                IsDryRun = true,
            },
            Ct);
        const string all = "/api/v1/namespaces/ns/configmaps";
        Assert.Equal(
            [
                "GET /api/v1", $"POST {all}?dryRun=All&fieldManager=helm&fieldValidation=Strict", $"PUT {all}/m",
                $"PATCH {all}/m?fieldManager=helm&force=false", $"PATCH {all}/m", $"DELETE {all}/m",
            ],
            api.Sent);
        Assert.Equal(
            [null, ApiMedia.Json, ApiMedia.Json, "application/apply-patch+yaml", "application/json-patch+json", ApiMedia.Json],
            api.Server.Requests.Select(request => request.Header("Content-Type")));
        Assert.Contains("\"<&>\"", Body(api, 1), StringComparison.Ordinal);
        Assert.Equal(
            """
            {"dryRun":["All"],"gracePeriodSeconds":3,
            "preconditions":{"resourceVersion":"7","uid":"u"},"propagationPolicy":"Foreground"}
            """.ReplaceLineEndings(""),
            Body(api, 5));
    }

    [Fact]
    public async Task Objects_that_are_not_there_are_nil_and_large_integers_stay_exact()
    {
        using var api = new ScriptedApi(request => request.Target.EndsWith("/big", StringComparison.Ordinal)
            ? ServedAnswer.Kept("""{"n":9007199254740993,"f":1.5}""")
            : null);
        var objects = api.Objects();
        Assert.True((await objects.FindAsync(Reference, Ct)).IsNil);
        Assert.True((await objects.DeleteAsync(Reference, DeleteOptions.Default, Ct)).IsNil);
        await Assert.ThrowsAsync<ApiException>(() => objects.GetAsync(Reference, Ct));
        var found = await objects.FindAllAsync([Reference, Reference with { Name = "big" }], 2, Ct);
        Assert.True(found[0].IsNil);
        Assert.Equal(9007199254740993, found[1].AsMap![new("n")].Bits);
        Assert.Equal(1.5, found[1].AsMap![new("f")].Float64);
    }

    [Fact]
    public async Task Lists_page_by_page_and_begins_again_in_one_piece_when_pages_expire()
    {
        var expires = false;
        using var api = new ScriptedApi(request => request.Target switch
        {
            "/api/v1/configmaps?labelSelector=a%3Db&limit=2" => Page("1", "next page"),
            "/api/v1/configmaps?labelSelector=a%3Db&limit=2&continue=next%20page" => expires
                ? ScriptedApi.Refusal(410, "Expired", "too old")
                : Page("2", ""),
            "/api/v1/configmaps?labelSelector=a%3Db" => Page("3", ""),
            _ => null,
        });
        var objects = api.Objects();
        var resource = (await objects.Resources.FindAsync("v1", "ConfigMap", Ct))!;
        var options = new ListOptions { LabelSelector = "a=b", PageSize = 2 };
        var list = await objects.ListAsync(resource, "", options, Ct);
        Assert.Equal(("9", 2), (list.ResourceVersion, list.Items.Count));
        Assert.Equal(new ResourceRef("v1", "ConfigMap", "", "2"), ResourceRef.Read(list.Items[1], "item"));
        expires = true;
        Assert.Equal("3", ResourceRef.Read(Assert.Single((await objects.ListAsync(resource, "", options, Ct)).Items), "item").Name);
    }

    [Fact]
    public async Task Objects_without_a_namespace_are_in_that_of_the_access_and_some_have_none()
    {
        using var api = new ScriptedApi(
            request => request.Target.StartsWith("/api/v1/", StringComparison.Ordinal) ? ServedAnswer.Kept("{}") : null);
        var objects = api.Objects();
        await objects.GetAsync(Reference with { Namespace = "" }, Ct);
        await objects.GetAsync(new("v1", "Namespace", "ns", "other"), Ct);
        Assert.Equal(["GET /api/v1", "GET /api/v1/namespaces/default/configmaps/m", "GET /api/v1/namespaces/other"], api.Sent);
    }

    [Theory]
    [InlineData("ns", "..")]
    [InlineData("..", "m")]
    [InlineData("ns", "a/b")]
    [InlineData("ns", "a%2fb")]
    public async Task A_name_never_changes_the_path(string space, string name)
    {
        using var api = new ScriptedApi(_ => null);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(
            () => api.Objects().GetAsync(Reference with { Namespace = space, Name = name }, Ct));
        Assert.Equal(ErrorCode.MalformedDocument, failure.Code);
        Assert.Equal(["GET /api/v1"], api.Sent);
    }

    [Fact]
    public async Task A_kind_that_the_server_does_not_have_is_named()
    {
        using var api = new ScriptedApi(_ => null);
        var failure = await Assert.ThrowsAsync<UnknownKindException>(() => api.Objects().GetAsync(Reference with { Kind = "Gadget" }, Ct));
        Assert.Equal("no matches for kind \"Gadget\" in version \"v1\"", failure.Message);
    }

    [Theory]
    [InlineData("{}", "apiVersion")]
    [InlineData("""{"apiVersion":"v1"}""", "kind")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":7},"data":{"a":"canary"}}""", "metadata.name")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret"}""", "metadata.name")]
    public void A_document_without_a_needed_field_is_refused_by_name(string text, string field)
    {
        var failure = Assert.Throws<SecretsKitException>(() => ResourceRef.Read(ScriptedApi.Json(text), "web/templates/secret.yaml"));
        Assert.Equal($"web/templates/secret.yaml: the field {field} is missing or is not a text", failure.Message);
    }

    [Fact]
    public void A_reference_knows_its_group_and_the_same_object_in_another_version()
    {
        var one = new ResourceRef("networking.k8s.io/v1beta1", "Ingress", "ns", "web");
        Assert.Equal(("networking.k8s.io", "v1beta1"), (one.Group, one.Version));
        Assert.Equal(one.Identity, (one with { ApiVersion = "networking.k8s.io/v1" }).Identity);
        Assert.NotEqual(one.Identity, (one with { ApiVersion = "extensions/v1beta1" }).Identity);
        Assert.Equal("Ingress ns/web", one.ToString());
    }

    private static ServedAnswer Page(string name, string next) => ServedAnswer.Kept(
        $$$"""
        {"kind":"ConfigMapList","metadata":{"resourceVersion":"9","continue":"{{{next}}}"},"items":[{"metadata":{"name":"{{{name}}}"}}]}
        """);

    private static string Body(ScriptedApi api, int at) => Encoding.UTF8.GetString(api.Server.Requests[at].Body);
}
