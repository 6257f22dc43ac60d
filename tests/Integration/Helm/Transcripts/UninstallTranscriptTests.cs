namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary><c>helm uninstall</c>: what the reference did on a real API server.</summary>
public sealed class UninstallTranscriptTests
{
    private const string Group = "uninstall";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Removals_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
