namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>
/// <c>helm rollback</c>: what the reference did on a real API server.
/// P-139: to a revision or the previous one, with a wait; P-140: a revision of its own, and failed ones stay in the history.
/// </summary>
public sealed class RollbackTranscriptTests
{
    private const string Group = "rollback";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Rollbacks_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
