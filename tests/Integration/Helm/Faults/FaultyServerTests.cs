using System.Net;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// An upgrade whose server is overloaded, fails or goes away at one of its requests goes through, or fails with a record that says so; a
/// second run brings the release to where the first one would have brought it.
/// </summary>
public sealed class FaultyServerTests
{
    private static readonly string[] Upgrade = ["upgrade", "r", "chart", "--set", "names={one,three},a=2"];
    private static readonly string[] Expected = ["r-hook=2", "r-one=2", "r-three=2"];

    [Theory]
    [InlineData("helm4")]
    public Task An_overloaded_server_is_waited_for(string tool) =>
        EnumerateAsync(tool, _ => ProxyFault.Answer(HttpStatusCode.TooManyRequests, retryAfter: 0), mustSucceed: true);

    [Theory]
    [InlineData("helm3")]
    public Task A_server_that_fails_once_leaves_nothing_half_recorded(string tool) =>
        EnumerateAsync(tool, _ => ProxyFault.Answer(HttpStatusCode.InternalServerError), mustSucceed: false);

    [Theory]
    [InlineData("helm4")]
    public Task A_lost_answer_leaves_nothing_half_recorded(string tool) =>
        EnumerateAsync(tool, _ => ProxyFault.LostAnswer, mustSucceed: false);

    [Theory]
    [InlineData("helm4")]
    public Task A_lost_request_leaves_nothing_half_recorded(string tool) =>
        EnumerateAsync(tool, _ => ProxyFault.LostRequest, mustSucceed: false);

    [Fact]
    public async Task A_server_that_restarts_is_waited_for()
    {
        using var bench = await PrepareAsync("helm4");
        var (count, refused) = (0, 0);
        bench.Proxy.Fault = request => Interlocked.Increment(ref count) > 6 && Interlocked.Increment(ref refused) <= 3
            ? ProxyFault.Answer(HttpStatusCode.ServiceUnavailable, retryAfter: 0)
            : ProxyFault.None;
        var (code, _, error) = await bench.RunAsync("helm4", Upgrade);
        Assert.True(code == 0, error);
        Assert.Equal(Expected, await bench.ObjectsAsync());
        Assert.Equal(["1:superseded", "2:deployed"], await bench.RecordsAsync());
    }

    [Fact]
    public async Task An_expired_token_is_named_and_nothing_is_changed()
    {
        using var bench = await PrepareAsync("helm4");
        bench.Proxy.Fault = _ => ProxyFault.Answer(HttpStatusCode.Unauthorized);
        var (code, _, error) = await bench.RunAsync("helm4", Upgrade);
        Assert.Equal(1, code);
        Assert.StartsWith("Error: UPGRADE FAILED: kubernetes cluster unreachable: ", error, StringComparison.Ordinal);
        Assert.Equal(["1:deployed"], await bench.RecordsAsync());
    }

    private static async Task<FaultBench> PrepareAsync(string tool)
    {
        var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync(tool, "install", "r", "chart");
        return bench;
    }

    private static Task EnumerateAsync(string tool, Func<ProxiedRequest, ProxyFault> fault, bool mustSucceed) =>
        FaultEnumeration.RunAsync(6, async number =>
        {
            using var bench = await PrepareAsync(tool);
            var (count, failed) = (0, "");
            bench.Proxy.Fault = request =>
            {
                if (Interlocked.Increment(ref count) != number)
                {
                    return ProxyFault.None;
                }

                failed = request.ToString();
                return fault(request);
            };
            var (code, _, error) = await bench.RunAsync(tool, Upgrade);
            Assert.True(code == 0 || (failed.Length > 0 && !mustSucceed), $"{failed}\n{error}");
            if (code != 0)
            {
                await RecoverAsync(bench);
                await bench.RequireAsync(tool, Upgrade);
            }

            var (objects, records) = (await bench.ObjectsAsync(), await bench.RecordsAsync());
            Assert.True(Expected.SequenceEqual(objects), $"{failed}: {string.Join(' ', objects)}\n{error}");
            Assert.True(
                records[^1].EndsWith(":deployed", StringComparison.Ordinal)
                    && records.Count(record => record.EndsWith(":deployed", StringComparison.Ordinal)) == 1,
                $"{failed}: {string.Join(' ', records)}\n{error}");
            return failed.Length > 0;
        });

    private static async Task RecoverAsync(FaultBench bench)
    {
        bench.Proxy.Fault = _ => ProxyFault.None;
        using var run = new ProgramRun();
        var result = await run.RunAsync("pipeline", "recover", "r", "-n", bench.Namespace, "--yes");
        Assert.True(result.Exit is 0 or 1, result.Error);
    }
}
