using SecretsKit.Core.Errors;
using SecretsKit.Releases.Locking;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Kubernetes;

namespace SecretsKit.Tests.Releases;

/// <summary>The lock of a release where the server is at odds with itself.</summary>
public sealed class ReleaseLockTests
{
    private const string Leases =
        """
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"coordination.k8s.io/v1","resources":[{"name":"leases",
        "singularName":"lease","namespaced":true,"kind":"Lease","verbs":["create","delete","get","update"]}]}
        """;

    [Fact]
    public async Task A_server_that_refuses_each_write_as_a_conflict_is_not_asked_for_ever()
    {
        using var api = new ScriptedApi(request => request.Target.Split('?')[0] == "/apis/coordination.k8s.io/v1"
            ? ServedAnswer.Kept(Leases)
            : request.Method == "POST" ? ScriptedApi.Refusal(409, "AlreadyExists", "it is there already") : null);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => ReleaseLock.AcquireAsync(
            api.Objects(), "ns", "web", new() { Holder = "test" }, api.Clock, TestContext.Current.CancellationToken));
        Assert.Equal(LockFault.Refused, Assert.IsType<LockCause>(failure.Cause).Fault);
        Assert.StartsWith("release web cannot be locked: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(11, api.Sent.Count(line => line.StartsWith("POST ", StringComparison.Ordinal)));
    }
}
