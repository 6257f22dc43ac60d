using SecretsKit.Providers.Failures;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Integration.Kubernetes.Stores;

/// <summary>What the reference's agent read of Secrets, read by the store: the Secrets that it made hold the same.</summary>
public sealed class RecordedKubernetesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "eso", "cases");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Scenarios =>
        [.. Directory.EnumerateFiles(Folder, "kube-*.json").Where(file => IsPlain(File.ReadAllText(file)))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Scenarios))]
    public async Task The_same_is_read(string name)
    {
        // The agent's tests play the same scenarios in the namespaces that they name.
        var ns = "store-" + name;
        await using var cluster = await StoreCluster.StartAsync(ns, Ct);
        var scenario = RecordedScenario.Load(Path.Combine(Folder, name + ".json"), cluster.Places, ns);
        foreach (var secret in scenario.Objects.Where(item => (string?)item["kind"] == "Secret"))
        {
            await cluster.CreateAsync(secret.ToJsonString(), Ct);
        }

        var compared = 0;
        foreach (var mapping in scenario.Mappings.Where(item => (string?)item["kind"] == "ExternalSecret"))
        {
            var target = (string)mapping["metadata"]!["name"]!;
            if (scenario.DataOf(target) is { } expected)
            {
                var read = await scenario.ReadAsync(mapping, cluster.Context, Ct);
                Assert.Equal(expected.Select(entry => (entry.Key, Convert.ToHexString(entry.Value))).Order(),
                    read.Select(entry => (entry.Key, Convert.ToHexString(entry.Value))));
            }
            else
            {
                Assert.Empty(await ReadOrNothingAsync(scenario, mapping, cluster));
            }

            compared++;
        }

        Assert.NotEqual(0, compared);
    }

    // Without changes in the course of the scenario, and nothing that is done with what was read.
    private static bool IsPlain(string text) => !((string[])["ClusterSecretStore", "\"patch\"", "\"delete\"", "\"rewrite\""])
        .Any(word => text.Contains(word, StringComparison.Ordinal));

    private static async Task<IReadOnlyDictionary<string, byte[]>> ReadOrNothingAsync(
        RecordedScenario scenario, System.Text.Json.Nodes.JsonObject mapping, StoreCluster cluster)
    {
        try
        {
            return await scenario.ReadAsync(mapping, cluster.Context, Ct);
        }
        catch (Exception failure) when (failure is ProviderException or SecretMissingException)
        {
            return new Dictionary<string, byte[]>();
        }
    }
}
