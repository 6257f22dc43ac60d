using System.Text;
using System.Text.RegularExpressions;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Goldens.Releases;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;

namespace SecretsKit.Integration.Kubernetes;

/// <summary>Our patches leave the same object on a real server as those of the reference did.</summary>
public sealed partial class MergePatchTests : IDisposable
{
    private static readonly WriteOptions Helm = new() { FieldManager = "helm" };
    private static readonly SemaphoreSlim Gadgets = new(1);

    private static readonly string[] ServersFields =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink", "namespace"];

    private readonly Cluster _cluster = new();
    private readonly ServerResources _resources;
    private readonly ObjectClient _objects;

    public MergePatchTests()
    {
        _resources = new(_cluster.As(), cache: null);
        _objects = new(_cluster.As(), _resources);
    }

    public static IEnumerable<TheoryDataRow<string>> Ids => MergeCase.Ids;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _resources.Dispose();
        _cluster.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_object_afterwards_is_that_of_the_reference(string id)
    {
        var space = "merge-" + Guid.NewGuid().ToString("N")[..8];
        await _objects.CreateAsync(Json($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{space}}}"}}"""), Helm, Ct);
        if (id.StartsWith("cr-", StringComparison.Ordinal))
        {
            await MakeGadgetsAsync();
        }

        var golden = new MergeCase(id, space);
        var reference = ResourceRef.Read(golden.Old, id);
        await _objects.CreateAsync(golden.Installed, Helm, Ct);
        try
        {
            foreach (var edit in golden.Edits)
            {
                await EditAsync(edit, space);
            }

            var patch = golden.Patch(await _objects.GetAsync(reference, Ct));
            if (!patch.IsEmpty)
            {
                await SendAsync(reference, patch, golden);
            }

            Assert.Equal(Masked(golden.After), Masked(await _objects.GetAsync(reference, Ct)));
        }
        finally
        {
            await _objects.DeleteAsync(reference, DeleteOptions.Default, Ct);
        }
    }

    private async Task SendAsync(ResourceRef reference, ObjectPatch patch, MergeCase golden)
    {
        var status = (int)MergeCase.Get(golden.Write, "status").Float64;
        if (status == 200)
        {
            await _objects.PatchAsync(reference, patch, Helm, Ct);
            return;
        }

        var failure = await Assert.ThrowsAsync<ApiException>(() => _objects.PatchAsync(reference, patch, Helm, Ct));
        Assert.Equal(status, failure.Status.Code);
    }

    private async Task EditAsync(Value edit, string space)
    {
        var path = Text(edit, "path").Replace("/namespaces/demo/", $"/namespaces/{space}/", StringComparison.Ordinal).Split('?')[0];
        await _cluster.As().SendAsync(
            new(HttpMethod.Patch, path)
            {
                Query = [new("fieldManager", "hand")],
                Body = HttpBody.FromBytes(
                    GoJson.Format(MergeCase.Get(edit, "body"), GoJsonOptions.Raw), Text(edit, "contentType")),
            },
            Ct);
    }

    private async Task MakeGadgetsAsync()
    {
        await Gadgets.WaitAsync(Ct);
        try
        {
            var definition = Json("""
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"gadgets.demo.example.com"},
                "spec":{"group":"demo.example.com","scope":"Namespaced","names":{"plural":"gadgets","kind":"Gadget"},
                "versions":[{"name":"v1","served":true,"storage":true,
                "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
                """);
            if ((await _objects.FindAsync(ResourceRef.Read(definition, "crd"), Ct)).IsNil)
            {
                await _objects.CreateAsync(definition, Helm, Ct);
            }

            while (await _resources.FindAsync("demo.example.com/v1", "Gadget", Ct) is null)
            {
                _resources.Forget();
            }
        }
        finally
        {
            Gadgets.Release();
        }
    }

    // As the recordings are masked; addresses and ports are the server's choice.
    private static string Masked(Value live)
    {
        var copy = GoJson.Parse(GoJson.Format(live, GoJsonOptions.Raw));
        copy.AsMap!.Remove(new("status"));
        var metadata = MergeCase.Get(copy, "metadata").AsMap!;
        foreach (var name in ServersFields)
        {
            metadata.Remove(new ByteString(name));
        }

        metadata[new("annotations")].AsMap?.Remove(new("deployment.kubernetes.io/revision"));
        RemoveTokens(copy.AsMap!);
        return ServersChoice().Replace(Encoding.UTF8.GetString(GoJson.Format(copy, GoJsonOptions.Pretty)), "\"<OWN>\"");
    }

    // The controller of service accounts adds a token some time after they are made.
    private static void RemoveTokens(MapValue live)
    {
        var secrets = new ByteString("secrets");
        if (live[secrets].AsList is { } list)
        {
            var own = Array.FindAll(list.Items.ToArray(), one => !Text(one, "name").StartsWith("app-token-", StringComparison.Ordinal));
            live[secrets] = Value.Of(new ListValue(own));
            if (own.Length == 0)
            {
                live.Remove(secrets);
            }
        }
    }

    private static Value Json(string text) => GoJson.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(Value map, string name) => Encoding.UTF8.GetString(MergeCase.Get(map, name).StringBytes);

    [GeneratedRegex(@"""(10\.0\.\d+\.\d+|\\u003cIP\\u003e|\\u003cPORT\\u003e)""|\b3[0-2]\d{3}\b")]
    private static partial Regex ServersChoice();
}
