namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>P-157: <c>helm test</c>, with logs: what the reference did on a real API server.</summary>
public sealed class TestTranscriptTests
{
    private const string Group = "tests";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Tests_run_as_the_reference_ran_them(string id) => TranscriptComparison.FollowAsync(Group, id);
}
