using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Waiting;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Kubernetes;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>Waits over servers that fail for a while.</summary>
public sealed class ReleaseWaiterTests
{
    private const string Path = "/apis/apps/v1/namespaces/prod/deployments";
    private const string Done =
        """{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"web","namespace":"prod"},"spec":{"paused":true}}]}""";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly ResourceRef Web = new("apps/v1", "Deployment", "prod", "web");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_first_list_that_fails_for_now_is_asked_for_again(int code)
    {
        var clock = new FakeClock();
        var lists = 0;
        using var api = new ScriptedApi(request => !request.Target.StartsWith(Path, StringComparison.Ordinal) ? null
            : ++lists <= 3 ? ScriptedApi.Refusal(code, "Busy", "later")
            : ServedAnswer.Kept(Done));
        var waiting = WaitAsync(api, clock);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await clock.WaitForTimerAsync(Pause, Ct);
            clock.Advance(Pause);
        }

        Assert.Null(await waiting);
        Assert.Equal(4, lists);
    }

    [Fact]
    public async Task Objects_that_may_not_be_listed_are_read_again_after_a_failure()
    {
        var clock = new FakeClock();
        var reads = 0;
        using var api = new ScriptedApi(request => request.Target switch
        {
            Path + "/web" => ++reads switch
            {
                1 => ScriptedApi.Refusal(503, "Busy", "later"),
                2 => ServedAnswer.Kept(
                    """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"prod"},"spec":{"paused":true}}"""),
                _ => null,
            },
            _ when request.Target.StartsWith(Path, StringComparison.Ordinal) => ScriptedApi.Refusal(403, "Forbidden", "no right to list"),
            _ => null,
        });
        var waiting = WaitAsync(api, clock);
        await clock.WaitForTimerAsync(Pause, Ct);
        clock.Advance(Pause);
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_server_that_fails_thirty_times_fails_the_wait()
    {
        var clock = new FakeClock();
        using var api = new ScriptedApi(request => request.Target.StartsWith(Path, StringComparison.Ordinal)
            ? ScriptedApi.Refusal(500, "InternalError", "broken")
            : null);
        var waiting = WaitAsync(api, clock);
        for (var attempt = 1; attempt < 30; attempt++)
        {
            await clock.WaitForTimerAsync(Pause, Ct);
            clock.Advance(Pause);
        }

        Assert.Equal("broken", (await Assert.ThrowsAsync<ApiException>(() => waiting)).Message);
        Assert.Equal(30, api.Sent.Count(request => request.StartsWith("GET " + Path, StringComparison.Ordinal)));
    }

    private static Task<WaitCause?> WaitAsync(ScriptedApi api, FakeClock clock) =>
        new ReleaseWaiter(api.Objects(), HelmGeneration.V4, clock).WaitAsync([Web], WaitGoal.Ready, new(), Ct);
}
