namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary><c>helm diff</c>: what the plugin showed of a real API server.</summary>
public sealed class DiffTranscriptTests
{
    private const string Group = "diff";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task P_061_P_062_P_063_Differences_are_shown_as_the_plugin_showed_them(string id) => TranscriptComparison.FollowAsync(Group, id);
}
