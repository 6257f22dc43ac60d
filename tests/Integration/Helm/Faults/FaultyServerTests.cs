using System.Collections.Concurrent;
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
    private static readonly string[] Upgrade = FaultOperation.Upgrade.Command;
    private static readonly string[] Expected = FaultOperation.Upgrade.Objects;

    [Theory]
    [InlineData("install", "helm3")]
    [InlineData("upgrade", "helm4")]
    [InlineData("rollback", "helm4")]
    public Task An_overloaded_server_is_waited_for(string operation, string tool) =>
        EnumerateAsync(operation, tool, _ => ProxyFault.Answer(HttpStatusCode.TooManyRequests, retryAfter: 0), mustSucceed: true);

    // How many kinds there are to list depends on the definitions in the cluster: all requests for them in one run.
    [Theory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public async Task A_server_that_is_overloaded_while_its_kinds_are_listed_is_waited_for(string tool)
    {
        await using var bench = await FaultOperation.Install.PrepareAsync(tool);
        var asked = new ConcurrentDictionary<string, bool>();
        bench.Proxy.Fault = request => request.IsDiscovery && asked.TryAdd(request.Path, true)
            ? ProxyFault.Answer(HttpStatusCode.TooManyRequests, retryAfter: 0)
            : ProxyFault.None;
        var (code, _, error) = await bench.RunAsync(tool, FaultOperation.Install.Command);
        Assert.True(code == 0 && asked.Count > 1, $"{string.Join(' ', asked.Keys)}\n{error}");
        await FaultOperation.Install.IsReachedAsync(bench, error);
    }

    [Theory]
    [InlineData("install", "helm3")]
    [InlineData("install", "helm4")]
    [InlineData("upgrade", "helm3")]
    [InlineData("upgrade", "helm4")]
    [InlineData("rollback", "helm3")]
    [InlineData("rollback", "helm4")]
    public Task A_server_that_fails_once_leaves_nothing_half_recorded(string operation, string tool) =>
        EnumerateAsync(operation, tool, _ => ProxyFault.Answer(HttpStatusCode.InternalServerError), mustSucceed: false);

    // What another writer causes: an object that is there already, a version that is no longer the last, fields of another owner.
    [Theory]
    [InlineData("install", "helm3")]
    [InlineData("install", "helm4")]
    [InlineData("upgrade", "helm3")]
    [InlineData("upgrade", "helm4")]
    [InlineData("rollback", "helm3")]
    [InlineData("rollback", "helm4")]
    public Task A_conflict_at_any_write_is_named_and_leaves_nothing_half_recorded(string operation, string tool) => EnumerateAsync(
        operation,
        tool,
        request => ProxyFault.Answer(HttpStatusCode.Conflict) with { Reason = request.Method == "POST" ? "AlreadyExists" : "Conflict" },
        mustSucceed: false,
        request => request.IsWrite);

    [Theory]
    [InlineData("helm4")]
    public Task A_lost_answer_leaves_nothing_half_recorded(string tool) =>
        EnumerateAsync("upgrade", tool, _ => ProxyFault.LostAnswer, mustSucceed: false);

    [Theory]
    [InlineData("helm4")]
    public Task A_lost_request_leaves_nothing_half_recorded(string tool) =>
        EnumerateAsync("upgrade", tool, _ => ProxyFault.LostRequest, mustSucceed: false);

    [Fact]
    public async Task A_server_that_restarts_is_waited_for()
    {
        await using var bench = await FaultOperation.Upgrade.PrepareAsync("helm4");
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
        await using var bench = await FaultOperation.Upgrade.PrepareAsync("helm4");
        bench.Proxy.Fault = _ => ProxyFault.Answer(HttpStatusCode.Unauthorized);
        var (code, _, error) = await bench.RunAsync("helm4", Upgrade);
        Assert.Equal(1, code);
        Assert.StartsWith("Error: UPGRADE FAILED: kubernetes cluster unreachable: ", error, StringComparison.Ordinal);
        Assert.Equal(["1:deployed"], await bench.RecordsAsync());
    }

    [Theory]
    [InlineData("helm3", "rollback", "r", "1")]
    [InlineData("helm4", "rollback", "r", "1")]
    [InlineData("helm3", "upgrade", "r", "chart")]
    [InlineData("helm4", "upgrade", "r", "chart")]
    public async Task What_a_failed_rollback_had_still_to_delete_is_deleted_by_the_next_deploy(string tool, params string[] next)
    {
        await using var bench = await FaultOperation.Rollback.PrepareAsync(tool);
        var failed = bench.FailAt(
            1,
            _ => ProxyFault.Answer(HttpStatusCode.InternalServerError),
            request => request.Method == "DELETE" && request.Path.EndsWith("/r-three", StringComparison.Ordinal));
        var (code, _, error) = await bench.RunAsync(tool, "rollback", "r", "1");
        Assert.True(code == 1 && failed() is not null, error);
        Assert.Contains(await bench.ObjectsAsync(), item => item.StartsWith("r-three=", StringComparison.Ordinal));
        bench.Proxy.Fault = _ => ProxyFault.None;
        await bench.RequireAsync(tool, next);
        Assert.Equal(["r-hook=1", "r-one=1", "r-two=1"], await bench.ObjectsAsync());
    }

    private static Task EnumerateAsync(
        string name,
        string tool,
        Func<ProxiedRequest, ProxyFault> fault,
        bool mustSucceed,
        Func<ProxiedRequest, bool>? isCounted = null) => FaultEnumeration.RunAsync(3, async number =>
        {
            var operation = FaultOperation.Of(name);
            await using var bench = await operation.PrepareAsync(tool);
            var failed = bench.FailAt(number, fault, isCounted ?? (request => !request.IsDiscovery));
            var (code, _, error) = await bench.RunAsync(tool, operation.Command);
            Assert.True(code == 0 || (failed() is not null && !mustSucceed), $"{failed()}\n{error}");
            if (code != 0)
            {
                Assert.Contains("Error: ", error, StringComparison.Ordinal);
                await RecoverAsync(bench);
                await bench.RequireAsync(tool, operation.Again);
            }

            await operation.IsReachedAsync(bench, $"{failed()}\n{error}");
            return failed() is not null;
        });

    private static async Task RecoverAsync(FaultBench bench)
    {
        bench.Proxy.Fault = _ => ProxyFault.None;
        using var run = new ProgramRun();
        var result = await run.RunAsync("pipeline", "recover", "r", "-n", bench.Namespace, "--yes");
        Assert.True(result.Exit is 0 or 1, result.Error);
    }
}
