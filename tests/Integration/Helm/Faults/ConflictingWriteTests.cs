using System.Net;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>Deploys whose writes meet those of others.</summary>
public sealed class ConflictingWriteTests
{
    // What another writer causes: an object that is there already, a version that is no longer the last, fields of another owner.
    [Theory]
    [InlineData("install", "helm3")]
    [InlineData("install", "helm4")]
    [InlineData("upgrade", "helm3")]
    [InlineData("upgrade", "helm4")]
    [InlineData("rollback", "helm3")]
    [InlineData("rollback", "helm4")]
    public Task A_conflict_at_any_write_is_named_and_leaves_nothing_half_recorded(string operation, string tool) =>
        FaultyServer.EnumerateAsync(
            operation,
            tool,
            request => ProxyFault.Answer(HttpStatusCode.Conflict) with { Reason = request.Method == "POST" ? "AlreadyExists" : "Conflict" },
            mustSucceed: false,
            request => request.IsWrite);
}
