using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Kubernetes;

/// <summary>An admission webhook that rejects all Services of one namespace, from its making until its end.</summary>
internal sealed class AdmissionWebhook : IAsyncDisposable
{
    public const string Name = "owners.example.com";
    public const string Sentence = "services need an owner";

    private const string Path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

    private readonly KestrelServer _server;
    private readonly AdminCalls _calls;
    private readonly string _name;
    private bool _isRemoved;

    private AdmissionWebhook(KestrelServer server, AdminCalls calls, string name) => (_server, _calls, _name) = (server, calls, name);

    /// <summary>Starts it, and waits until the API server asks it.</summary>
    public static async Task<AdmissionWebhook> StartAsync(AdminCalls calls, string @namespace)
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        var server = await KestrelServer.StartAsync(RejectAsync, certificate);
        await calls.SendAsync(
            "PATCH",
            $"/api/v1/namespaces/{@namespace}",
            new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["owners"] = @namespace } } },
            ApiMedia.MergePatch);
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        var (status, answer) = await calls.SendAsync("POST", Path, JsonNode.Parse($$$"""
            {
              "metadata": {"name": "{{{@namespace}}}"},
              "webhooks": [{
                "name": "{{{Name}}}", "sideEffects": "None", "admissionReviewVersions": ["v1"],
                "failurePolicy": "Fail", "timeoutSeconds": 10,
                "clientConfig": {"url": "https://127.0.0.1:{{{server.Port}}}/", "caBundle": "{{{authority}}}"},
                "namespaceSelector": {"matchLabels": {"owners": "{{{@namespace}}}"}},
                "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["services"], "operations": ["CREATE", "UPDATE"]}]
              }]
            }
            """));
        Assert.True(status == 200, answer?.ToString());
        var webhook = new AdmissionWebhook(server, calls, @namespace);
        await webhook.IsAskedAsync(expected: true);
        return webhook;
    }

    /// <summary>Ends the program that the API server asks, and leaves the API server asking it.</summary>
    public ValueTask StopAsync() => _server.DisposeAsync();

    /// <summary>Has the API server ask no webhook any more.</summary>
    public async Task RemoveAsync()
    {
        _isRemoved = true;
        await _calls.SendAsync("DELETE", $"{Path}/{_name}");
        await IsAskedAsync(expected: false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isRemoved)
        {
            await _calls.SendAsync("DELETE", $"{Path}/{_name}");
        }

        await _server.DisposeAsync();
    }

    // The API server learns of configurations and labels by a watch of its own, a moment after they are made.
    private async Task IsAskedAsync(bool expected)
    {
        var probe = JsonNode.Parse("""{"metadata":{"name":"probe"},"spec":{"ports":[{"port":80}]}}""");
        while (await _calls.SendAsync("POST", $"/api/v1/namespaces/{_name}/services?dryRun=All", probe) is var (status, _)
            && (status == 200) == expected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    private static async Task RejectAsync(HttpContext context)
    {
        var review = (await JsonNode.ParseAsync(context.Request.Body))!;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject
        {
            ["apiVersion"] = "admission.k8s.io/v1",
            ["kind"] = "AdmissionReview",
            ["response"] = new JsonObject
            {
                ["uid"] = review["request"]!["uid"]!.GetValue<string>(),
                ["allowed"] = false,
                ["status"] = new JsonObject { ["code"] = 403, ["message"] = Sentence },
            },
        }.ToJsonString());
    }
}
