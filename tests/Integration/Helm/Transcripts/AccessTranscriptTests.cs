namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Users without rights: what the reference did on a real API server.</summary>
public sealed class AccessTranscriptTests
{
    // The others are those of QueryTranscriptTests.
    private const string Group = "access";

    public static IEnumerable<TheoryDataRow<string>> Cases =>
        TranscriptComparison.CasesOf(Group, "rbac-none", "unreachable", "bad-kubeconfig");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Users_without_rights_see_what_the_reference_showed(string id) => TranscriptComparison.FollowAsync(Group, id);
}
