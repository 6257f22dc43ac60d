using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Requests;

/// <summary>Commands send the writes that the reference sent: the same ones, in the same order, with the same patches.</summary>
public sealed class RequestLogTests
{
    private static readonly string Folder = Path.Combine(TranscriptCase.Area, "requests");

    public static IEnumerable<TheoryDataRow<string>> Flows => Directory.EnumerateFiles(Folder, "*.json")
        .Select(Path.GetFileNameWithoutExtension)
        .Order(StringComparer.Ordinal)
        .Select(name => new TheoryDataRow<string>(name!));

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task Sends_the_writes_of_the_reference(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json"), TestContext.Current.CancellationToken);
        using var proxy = new ApiProxy();
        await TranscriptComparison.FollowAsync($"requests/{name}", new TranscriptCase(JsonNode.Parse(text)!), proxy);
    }
}
