namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Hooks of charts: what the reference did on a real API server.</summary>
public sealed class HooksTranscriptTests
{
    private const string Group = "hooks";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Hooks_run_as_the_reference_ran_them(string id) => TranscriptComparison.FollowAsync(Group, id);
}
