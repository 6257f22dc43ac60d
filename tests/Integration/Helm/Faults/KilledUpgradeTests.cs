namespace SecretsKit.Integration.Helm.Faults;

/// <summary>An upgrade that is killed at each of its requests.</summary>
public sealed class KilledUpgradeTests
{
    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_226_P_227_A_killed_upgrade_can_be_repeated(string tool, bool isBefore) =>
        KilledDeploy.EnumerateAsync("upgrade", tool, isBefore, KilledDeploy.IsWrite);

    [Theory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public Task P_226_P_227_Killed_while_it_reads_it_can_be_repeated(string tool) =>
        KilledDeploy.EnumerateAsync("upgrade", tool, isBefore: true, KilledDeploy.IsRead);
}
