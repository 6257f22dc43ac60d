namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>
/// <c>helm upgrade</c>: what the reference did on a real API server.
/// P-041: <c>--install</c>; P-045: <c>--atomic</c>; P-047: <c>--cleanup-on-fail</c>; P-051: <c>--force</c>;
/// P-054: exit codes.
/// </summary>
public sealed class UpgradeTranscriptTests
{
    private const string Group = "upgrade";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Upgrades_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
