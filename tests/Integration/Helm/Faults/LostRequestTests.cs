using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>Deploys whose connection breaks at one of their requests.</summary>
public sealed class LostRequestTests
{
    [Theory]
    [InlineData("helm4")]
    public Task A_lost_answer_leaves_nothing_half_recorded(string tool) =>
        FaultyServer.EnumerateAsync("upgrade", tool, _ => ProxyFault.LostAnswer, mustSucceed: false);

    [Theory]
    [InlineData("helm4")]
    public Task A_lost_request_leaves_nothing_half_recorded(string tool) =>
        FaultyServer.EnumerateAsync("upgrade", tool, _ => ProxyFault.LostRequest, mustSucceed: false);
}
