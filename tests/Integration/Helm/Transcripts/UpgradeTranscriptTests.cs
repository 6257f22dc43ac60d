namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary><c>helm upgrade</c>: what the reference did on a real API server.</summary>
public sealed class UpgradeTranscriptTests
{
    private const string Group = "upgrade";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Upgrades_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
