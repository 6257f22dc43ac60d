using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Platform.Http.Retries;

namespace SecretsKit.Goldens.Aws;

/// <summary>
/// What another client asked AWS's services, asked by ours: equal in method, path, query, headers and body, and signed for the same. What
/// they answered is understood: contents as they are, failures by their codes.
/// </summary>
public sealed class AwsRequestReplayTests
{
    private static readonly string[] Headers = ["x-amz-target", "x-amz-content-sha256", "x-amz-security-token", "content-type"];

    public static TheoryData<string> Exchanges => [.. AwsReplay.Names()];

    [Theory, MemberData(nameof(Exchanges))]
    public async Task A_request_is_what_the_other_client_sent(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        using var replay = AwsReplay.Of(name, Headers);
        var client = new AwsClient(replay.Host, HttpRetryPolicy.Default with { MaxAttempts = 1 });
        var exchange = replay.Exchange;
        var query = exchange.Query.Length > 0 ? "?" + exchange.Query : "";
        var call = new AwsCall(replay.Service, replay.Operation, replay.Region, replay.Server.Url + exchange.Path + query)
        {
            Method = new(exchange.Method),
            ContentType = exchange.Header("content-type") ?? "",
            Headers = exchange.Header("x-amz-target") is { } target ? [new("X-Amz-Target", target)] : [],
            Body = replay.Bytes,
        };
        var source = exchange.Header("authorization") is null ? null
            : new AwsIdentities(replay.Host, client).Of("", replay.Region);
        var result = await client.SendAsync(call, source, ct);
        replay.Check();
        Assert.Equal(
            (exchange.Status < 300 ? 0 : exchange.Status, exchange.Status < 300 ? "" : replay.ExpectedCode),
            (result.Failure?.Status ?? 0, result.Failure?.Code ?? ""));
        if (result.Content is { Length: > 0 } content && exchange.Response["body"] is JsonObject recorded)
        {
            Assert.Equal(
                replay.Server.Values.Fill(recorded)!.ToJsonString(), JsonNode.Parse(Encoding.UTF8.GetString(content))!.ToJsonString());
        }
    }
}
