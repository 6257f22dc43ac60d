using SecretsKit.Integration.Helm.Transcripts;

namespace SecretsKit.Integration.Helm.Objects;

/// <summary>
/// An upgrade of one object that was edited by hand sends the request of the reference, and leaves the same object. A class for each mode:
/// they run at the same time.
/// </summary>
public abstract class ObjectCaseTests(string mode)
{
    public static IEnumerable<TheoryDataRow<string>> Cases => ObjectCase.Ids.Select(id => new TheoryDataRow<string>(id));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Leaves_the_object_of_the_reference(string id)
    {
        var row = new ObjectCase(id, mode);
        using var run = new ObjectRun(row, mode);
        if (!row.ConcernsWholeCluster)
        {
            await run.FollowAsync();
            return;
        }

        using (await ClusterTurn.TakeAsync())
        {
            await run.DefineAsync();
            await run.FollowAsync();
        }
    }
}
