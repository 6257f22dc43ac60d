namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>
/// Commands that print what records say: what the reference did on a real API server.
/// P-129: <c>list</c>; P-130: <c>history</c>; P-131: <c>get values</c> and <c>get manifest</c>; P-132: <c>status</c>.
/// </summary>
public sealed class QueryCaseTests
{
    // Lists show the releases of other cases, too: they are in RecordQueryTests.
    private const string Group = "query";

    public static IEnumerable<TheoryDataRow<string>> Cases => TranscriptComparison.CasesOf(Group, "list", "list-all-namespaces");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Queries_do_what_the_reference_did(string id) => TranscriptComparison.FollowAsync(Group, id);
}
