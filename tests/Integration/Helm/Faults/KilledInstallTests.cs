namespace SecretsKit.Integration.Helm.Faults;

/// <summary>An install that is killed at each of its requests, and a removal.</summary>
public sealed class KilledInstallTests
{
    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_226_P_227_A_killed_install_can_be_repeated(string tool, bool isBefore) =>
        KilledDeploy.EnumerateAsync("install", tool, isBefore, KilledDeploy.IsWrite);

    [Theory]
    [InlineData("helm3", true)]
    public Task A_killed_removal_can_be_completed(string tool, bool isBefore) =>
        KilledDeploy.EnumerateAsync("uninstall", tool, isBefore, KilledDeploy.IsWrite);

    [Theory]
    [InlineData("helm4")]
    public Task P_226_P_227_Killed_while_it_reads_it_can_be_repeated(string tool) =>
        KilledDeploy.EnumerateAsync("install", tool, isBefore: true, KilledDeploy.IsRead);
}
