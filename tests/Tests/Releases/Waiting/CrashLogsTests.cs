using System.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Kubernetes;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>The last lines of containers that ended.</summary>
public sealed class CrashLogsTests
{
    private static readonly PodProblem Loop =
        new(PodProblemKind.CrashLoop, new ResourceRef("v1", "Pod", "n", "p"), "main", "Error (exit code 1)") { Restarts = 2 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_read_once_for_each_run_of_a_container()
    {
        using var api = new ScriptedApi(_ => ServedAnswer.Kept("no database\n"));
        var logs = new CrashLogs(api.Client);
        var arrived = 0;
        Assert.Null(logs.WithLog(Loop, () => arrived++, Ct).Log);
        await logs.CompleteAsync();
        Assert.Equal(1, arrived);
        Assert.Equal("no database\n", Encoding.UTF8.GetString(logs.WithLog(Loop, () => { }, Ct).Log!.Text.Span));
        logs.WithLog(Loop with { Restarts = 3 }, () => { }, Ct);
        await logs.CompleteAsync();
        const string Path = "/api/v1/namespaces/n/pods/p/log?container=main&previous=true&tailLines=10&limitBytes=16384";
        Assert.Equal([$"GET {Path}", $"GET {Path}"], api.Sent);
    }

    [Fact]
    public async Task Are_left_out_where_they_cannot_be_read_and_not_asked_for_again()
    {
        using var api = new ScriptedApi(_ => ScriptedApi.Refusal(403, "Forbidden", "no"));
        var logs = new CrashLogs(api.Client);
        var ended = Loop with { Kind = PodProblemKind.ContainerFailed };
        logs.WithLog(ended, () => Assert.Fail("nothing arrived"), Ct);
        await logs.CompleteAsync();
        Assert.Null(logs.WithLog(ended, () => { }, Ct).Log);
        Assert.Equal(["GET /api/v1/namespaces/n/pods/p/log?container=main&tailLines=10&limitBytes=16384"], api.Sent);
    }

    [Fact]
    public async Task Are_not_read_for_other_problems_nor_for_more_than_ten_containers()
    {
        using var api = new ScriptedApi(_ => ServedAnswer.Kept(""));
        var logs = new CrashLogs(api.Client);
        logs.WithLog(Loop with { Kind = PodProblemKind.ImagePull }, () => { }, Ct);
        for (var at = 0; at < 12; at++)
        {
            logs.WithLog(Loop with { Container = $"c{at}" }, () => { }, Ct);
        }

        await logs.CompleteAsync();
        Assert.Equal(CrashLogs.MaxContainers, api.Sent.Count());
    }
}
