using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Integration.Helm.Requests;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Objects;

/// <summary>Follows one case in one mode, in a namespace of its own.</summary>
internal sealed partial class ObjectRun(ObjectCase row, string mode) : IDisposable
{
    private readonly string _space = $"o{Guid.NewGuid():N}"[..12];
    private readonly AdminCalls _calls = new();
    private readonly ApiProxy _proxy = new();
    private readonly HelmRun _run = new();

    public async Task DefineAsync()
    {
        const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        foreach (var name in (string[])["gadgets.demo.example.com", "things.demo.example.com"])
        {
            await _calls.RemoveAsync($"{Definitions}/{name}");
        }

        if (row.Old["kind"]!.GetValue<string>() == "Gadget")
        {
            await _calls.SendAsync("POST", Definitions, Definition());
            while (await _calls.FindAsync("/apis/demo.example.com/v1/gadgets") is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            }
        }
    }

    public async Task FollowAsync()
    {
        await _calls.SendAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = _space } });
        _run.Variables["HELM_NAMESPACE"] = _space;
        _run.Variables["KUBECONFIG"] = _run.Write("kubeconfig", _proxy.Kubeconfig());
        _run.Copy(Path.Combine(TranscriptCase.Area, "charts", "raw"), "chart");
        var (tool, install, upgrade) = ObjectCase.Modes[mode];

        _run.Write("chart/doc.yaml", row.Old.ToJsonString());
        var (code, _, error) = await _run.RunAsync(tool, ["install", "r", "chart", .. install]);
        Assert.True(code == 0, error);
        foreach (var edit in row.Edits)
        {
            var (status, answer) = await _calls.SendAsync(
                "PATCH", Here(edit["path"]!.GetValue<string>()), edit["body"], edit["contentType"]!.GetValue<string>(), "hand");
            Assert.True(status == 200, answer?.ToJsonString());
        }

        _proxy.Clear();
        _run.Write("chart/doc.yaml", row.New.ToJsonString());
        (code, _, error) = await _run.RunAsync(tool, ["upgrade", "r", "chart", .. upgrade]);
        Assert.Equal((row.ExitCode, row.Error), (code, There(error)));
        var writes = _proxy.Requests.Where(one => one.IsWrite && !one.Path.Contains("/secrets/sh.helm", StringComparison.Ordinal)
            && one is not { Method: "POST", ContentType: "application/json" }).ToList();
        var path = writes.Count > 0 ? writes[0].Path : "";
        Assert.Equal(row.Writes.Select(Shown), writes.Select(one => There(RequestComparison.Shown(one))));
        if (path.Length > 0 && row.After is { } after)
        {
            var live = LiveObjects.Masked((await _calls.FindAsync(path))!, after);
            Assert.Equal(Text(after), Text(live));
        }

        await _calls.RemoveRecordsAsync(_space);
    }

    public void Dispose()
    {
        _run.Dispose();
        _proxy.Dispose();
        _calls.Dispose();
    }

    private static string Shown(JsonNode? write)
    {
        var query = (write!["query"]?.AsObject() ?? []).Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal);
        var body = RequestComparison.Sorted(write["body"]!).ToJsonString();
        return $"{write["method"]} {string.Join('&', query)} {write["contentType"]} {body}";
    }

    // The server knows nothing of the fields.
    private static JsonNode Definition() => JsonNode.Parse("""
        {
          "metadata": {"name": "gadgets.demo.example.com"},
          "spec": {
            "group": "demo.example.com", "scope": "Namespaced",
            "names": {"plural": "gadgets", "singular": "gadget", "kind": "Gadget", "listKind": "GadgetList"},
            "versions": [{
              "name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
              "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}
            }]
          }
        }
        """)!;

    private string Text(JsonNode item) =>
        There(RequestComparison.Sorted(item).ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    private string Here(string text) => text.Replace("/namespaces/demo/", $"/namespaces/{_space}/", StringComparison.Ordinal);

    private string There(string text)
    {
        text = Address().Replace(text.Replace(_space, "demo", StringComparison.Ordinal), "<IP>");
        return NodePort().Replace(Token().Replace(text, "app-token-<RAND>"), "\"nodePort\":\"<PORT>\"");
    }

    [GeneratedRegex(@"\b10\.0\.\d+\.\d+\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"\bapp-token-[a-z0-9]{5}\b")]
    private static partial Regex Token();

    [GeneratedRegex(@"""nodePort"":\d+")]
    private static partial Regex NodePort();
}
