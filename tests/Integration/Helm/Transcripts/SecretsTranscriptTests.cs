namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary><c>helm secrets</c> on a cluster: what the reference did on a real API server.</summary>
public sealed class SecretsTranscriptTests
{
    private const string Group = "secrets";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Deployments_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
