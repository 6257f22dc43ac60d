namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Users without rights: what the reference did on a real API server.</summary>
public sealed class AccessTranscriptTests
{
    private const string Group = "access";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Users_without_rights_see_what_the_reference_showed(string id) => TranscriptComparison.FollowAsync(Group, id);
}
