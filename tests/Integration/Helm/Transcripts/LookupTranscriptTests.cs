namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary><c>lookup</c> in templates, and <c>template</c> on a cluster: what the reference did on a real API server.</summary>
public sealed class LookupTranscriptTests
{
    private const string Group = "lookup";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Lookups_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
