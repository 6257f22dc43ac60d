namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>
/// <c>helm install</c>: what the reference did on a real API server.
/// P-042, P-044: <c>--wait</c> and <c>--timeout</c>; P-048: namespaces; P-050: descriptions; P-052: files and flags of values.
/// </summary>
public sealed class InstallTranscriptTests
{
    private const string Group = "install";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Installations_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
