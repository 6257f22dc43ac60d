namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>
/// Records in ConfigMaps, in memory, and where nothing can store them: what the reference did on a real API server. P-211.
/// </summary>
public sealed class DriverTranscriptTests
{
    private const string Group = "drivers";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Storage_drivers_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
