namespace SecretsKit.Integration.Helm.Faults;

/// <summary>A rollback that is killed at each of its requests.</summary>
public sealed class KilledRollbackTests
{
    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_227_A_killed_rollback_can_be_repeated(string tool, bool isBefore) =>
        KilledDeploy.EnumerateAsync("rollback", tool, isBefore, KilledDeploy.IsWrite);

    [Theory]
    [InlineData("helm3")]
    public Task P_227_Killed_while_it_reads_it_can_be_repeated(string tool) =>
        KilledDeploy.EnumerateAsync("rollback", tool, isBefore: true, KilledDeploy.IsRead);
}
