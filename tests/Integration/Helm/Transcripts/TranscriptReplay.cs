using System.Globalization;
using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Requests;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Follows one case of a transcript with our program and compares each step.</summary>
/// <param name="row">The case.</param>
/// <param name="proxy">
/// What the program asks the server through, so that its writes are compared too. Default null: it asks directly.
/// </param>
internal sealed class TranscriptReplay(TranscriptCase row, ApiProxy? proxy = null) : IDisposable
{
    private readonly AdminCalls _calls = new();
    private readonly HelmRun _run = new();

    /// <summary>The steps that differ: their number, from 1, and how.</summary>
    public async Task<IReadOnlyList<(int Step, string Difference)>> RunAsync()
    {
        if (!row.Charts.Any(chart => chart is "crds" or "crds2" or "lookup" or "cluster"))
        {
            return await FollowAsync();
        }

        using (await ClusterTurn.TakeAsync())
        {
            await RemoveClusterObjectsAsync();
            return await FollowAsync();
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _calls.Dispose();
    }

    private async Task<IReadOnlyList<(int Step, string Difference)>> FollowAsync()
    {
        await PrepareAsync();
        List<(int, string)> differences = [];
        var at = 0;
        foreach (var step in row.Steps)
        {
            at++;
            if (await DifferenceAsync(step) is { } difference)
            {
                differences.Add((at, difference));
            }
        }

        await _calls.RemoveRecordsAsync(row.Namespace);
        return differences;
    }

    private async Task PrepareAsync()
    {
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = row.Namespace } };
        await _calls.SendAsync("POST", "/api/v1/namespaces", body);
        foreach (var chart in row.Charts)
        {
            _run.Copy(Path.Combine(TranscriptCase.Area, "charts", chart), Path.Combine("charts", chart));
        }

        foreach (var (path, text) in row.Files)
        {
            _run.Write(path, row.Here(text));
        }

        _run.Variables["HELM_NAMESPACE"] = row.Namespace;
        _run.Variables["KUBECONFIG"] = "kubeconfig";
        if (!row.HasKubeconfig)
        {
            _run.Variables["KUBECONFIG"] = Path.Combine(Kubernetes.Cluster.Folder, "kubeconfig");
            _run.Variables["HELM_KUBECONTEXT"] = row.User;
        }

        if (proxy is not null)
        {
            _run.Variables["KUBECONFIG"] = _run.Write("proxy.kubeconfig", proxy.Kubeconfig());
        }

        if (row.Files.Any(file => file.Key == "age.key"))
        {
            _run.Variables["SOPS_AGE_KEY_FILE"] = "age.key";
        }

        foreach (var (name, value) in row.Variables)
        {
            _run.Variables[name] = row.Here(value);
        }
    }

    // What charts of other cases make without a namespace: cases begin without it.
    private async Task RemoveClusterObjectsAsync()
    {
        const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
        string[] paths =
        [
            Definitions + "gadgets.demo.example.com", Definitions + "widgets.demo.example.com", "/api/v1/namespaces/extra-a",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles/cs-role",
            "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/cs-bind", "/apis/scheduling.k8s.io/v1/priorityclasses/cs-prio",
        ];
        foreach (var path in paths)
        {
            await _calls.RemoveAsync(path);
        }
    }

    private async Task<string?> DifferenceAsync(JsonNode step)
    {
        if (step["argv"] is not null)
        {
            var difference = await CommandAsync(step);
            for (var attempt = 0; difference is not null && ShowsControllers(step) && attempt < 20; attempt++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
                difference = await CommandAsync(step);
            }

            return difference;
        }

        if (step["write"] is { } file)
        {
            _run.Write(TranscriptCase.Text(file["path"]), row.Here(TranscriptCase.Text(file["text"])));
            return null;
        }

        if (step["api"] is { } call)
        {
            return await CallAsync(call);
        }

        var records = new StoredRecords(_calls, row.Namespace, row.RecordKind);
        if (step["setRecord"] is { } wanted)
        {
            await records.SetAsync(wanted);
            return null;
        }

        return step["live"] is { } live ? await LiveAsync(live.AsObject()) : Compare(step["records"]!, await records.ListAsync());
    }

    // What controllers count, such as pods that are up to date, comes some time after the object: a busy machine needs longer.
    private bool ShowsControllers(JsonNode step) => proxy is null && TranscriptCase.Text(step["argv"]![1]) == "status";

    private async Task<string?> CommandAsync(JsonNode step)
    {
        var words = step["argv"]!.AsArray().Skip(1).Select(word => row.Here(TranscriptCase.Text(word)));
        var variables = (step["env"]?.AsObject() ?? []).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.GetValue<string>()));
        var tool = step["tool"] is { } other ? TranscriptCase.Text(other) : row.Tool;
        var during = new DuringCommand(_calls, row);
        var parts = step["during"]?.AsArray().OfType<JsonNode>().ToList() ?? [];
        var (code, output, error) = await _run.RunAsync(
            tool, words, variables, (process, ended) => Task.WhenAll(parts.Select(part => during.PlayAsync(part, process, ended))));
        var (expectedOutput, expectedError) = (TranscriptCase.Text(step["stdout"]), TranscriptCase.Text(step["stderr"]));
        output = row.There(TranscriptMasks.Of(output, _run.Folder));
        if (words.Contains("-A") || words.Contains("--all-namespaces"))
        {
            (expectedOutput, output) =
                (TranscriptMasks.OnlyOwn(expectedOutput, row.Original), TranscriptMasks.OnlyOwn(output, row.Original));
        }

        error = row.There(TranscriptMasks.Of(error, _run.Folder));
        if (proxy is not null && RequestComparison.Difference(row, step["requests"]!.AsArray(), proxy) is { } difference)
        {
            return $"{string.Join(' ', words)}\n{difference}";
        }

        return step["exit"]!.GetValue<int>() == code && TranscriptMasks.AreEqual(expectedOutput, output)
            && WithoutFirstFault(expectedError) == WithoutFirstFault(error)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(' ', words)}\nexpected {step["exit"]}\n{expectedOutput}{expectedError}\nactual {code}\n{output}{error}");
    }

    // A busy server names only the last of several faults of one object.
    private static string WithoutFirstFault(string error)
    {
        const string Start = "failed to create typed patch object: errors:", Last = ".spec.prots:";
        var (from, to) = (error.IndexOf(Start, StringComparison.Ordinal), error.IndexOf(Last, StringComparison.Ordinal));
        return from < 0 || to < from ? error : string.Concat(error.AsSpan(0, from + Start.Length - "errors:".Length), error.AsSpan(to));
    }

    private async Task<string?> CallAsync(JsonNode call)
    {
        var type = call["contentType"] is { } given ? TranscriptCase.Text(given) : ApiMedia.Json;
        var (status, answer) = await _calls.SendAsync(
            TranscriptCase.Text(call["method"]),
            row.Here(TranscriptCase.Text(call["path"])),
            call["body"] is { } body ? row.Here(body) : null,
            type,
            "hand");
        var expected = call["status"]!.GetValue<int>();
        if (status / 100 != expected / 100)
        {
            return $"{call["method"]} {call["path"]}: expected {expected}, got {status} {answer}";
        }

        return call["response"] is { } response && answer is not null
            ? Compare(response, status == 200 ? LiveObjects.Masked(answer, response) : answer)
            : null;
    }

    private async Task<string?> LiveAsync(JsonObject live)
    {
        foreach (var (kind, names) in live)
        {
            var expected = names!.AsArray().Select(TranscriptCase.Text).Order(StringComparer.Ordinal).ToList();
            var actual = await LiveObjects.NamesAsync(_calls, row.Namespace, kind);
            if (!expected.SequenceEqual(actual))
            {
                return $"{kind}: expected [{string.Join(", ", expected)}], there are [{string.Join(", ", actual)}]";
            }
        }

        return null;
    }

    private string? Compare(JsonNode expected, JsonNode actual)
    {
        var shown = JsonNode.Parse(row.There(actual.ToJsonString()))!;
        return JsonNode.DeepEquals(expected, shown) ? null : $"expected\n{expected.ToJsonString()}\nactual\n{shown.ToJsonString()}";
    }
}
