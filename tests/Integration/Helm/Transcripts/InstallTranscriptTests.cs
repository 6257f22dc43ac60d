namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary><c>helm install</c>: what the reference did on a real API server.</summary>
public sealed class InstallTranscriptTests
{
    private const string Group = "install";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Installations_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
