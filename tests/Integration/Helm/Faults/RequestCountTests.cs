namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// An upgrade that changes nothing asks for each object at most twice, and twelve times for the rest; an installation likewise.
/// </summary>
public sealed class RequestCountTests
{
    private const int Objects = 300;

    [Theory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public async Task Three_hundred_objects_take_two_requests_each_at_most(string tool)
    {
        await using var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        bench.Run.Write("chart/templates/all.yaml", $$$"""
            {{- range until {{{Objects}}} }}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ $.Release.Name }}-{{ . }}"}
            data: {a: "{{ $.Values.a }}"}
            {{- end }}
            """);

        await bench.RequireAsync(tool, "install", "r", "chart");
        AssertFew(bench);
        await bench.RequireAsync(tool, "upgrade", "r", "chart");
        AssertFew(bench);
    }

    private static void AssertFew(FaultBench bench)
    {
        var requests = bench.Proxy.Requests.Where(request => !request.IsDiscovery).ToList();
        Assert.True(requests.Count <= (2 * Objects) + 12, $"{requests.Count} requests");
        bench.Proxy.Clear();
    }
}
