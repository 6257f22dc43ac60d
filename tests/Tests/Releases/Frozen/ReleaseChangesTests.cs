using SecretsKit.Charts.Model;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Tests.Releases.Records;

namespace SecretsKit.Tests.Releases.Frozen;

/// <summary>How the records of a release differ from those that a plan starts from.</summary>
public sealed class ReleaseChangesTests
{
    private static readonly StoredRecord Deployed = Record(2, ReleaseStatus.Deployed);
    private static readonly StoredRecord Failed = Record(3, ReleaseStatus.Failed);

    [Fact]
    public void The_same_records_are_no_change()
    {
        Assert.Null(Of(Plan(), Deployed, Failed));
        Assert.Null(Of(First()));
    }

    [Theory]
    [InlineData(ReleaseStatus.Deployed, "the plan was applied already: revision 4 is deployed", "")]
    [InlineData(ReleaseStatus.Failed, "the plan was applied already: revision 4 is failed", "")]
    [InlineData(ReleaseStatus.PendingUpgrade, "the plan was begun and did not end: revision 4 is pending-upgrade", "r -n prod")]
    public void What_the_plan_itself_made_is_recognised(ReleaseStatus status, string detail, string unfinished)
    {
        var cause = Of(Plan(), Deployed, Failed, Record(4, status, "kind: New\n"))!;
        Assert.True(cause.IsOwn);
        Assert.Equal(unfinished, cause.Unfinished);
        Assert.Equal([new("release r", detail)], cause.Changes);
    }

    [Theory]
    [InlineData(ReleaseStatus.Deployed, "revision 4 (deployed) is the last one, and the plan starts from revision 3", "")]
    [InlineData(
        ReleaseStatus.PendingUpgrade, "revision 4 (pending-upgrade) is the last one, and the plan starts from revision 3", "r -n prod")]
    public void What_others_made_is_named(ReleaseStatus status, string detail, string unfinished)
    {
        var cause = Of(Plan(), Deployed, Failed, Record(4, status, "kind: Other\n"))!;
        Assert.False(cause.IsOwn);
        Assert.Equal(unfinished, cause.Unfinished);
        Assert.Equal([new("release r", detail)], cause.Changes);
    }

    [Fact]
    public void Records_that_were_rewritten_or_deleted_are_named()
    {
        Assert.Equal("it is gone, and the plan starts from revision 3", Detail(Plan()));
        Assert.Equal("revision 3 is deployed, and was failed", Detail(Plan(), Deployed, Record(3, ReleaseStatus.Deployed)));
        Assert.Equal(
            "the record of revision 3 was changed or deleted", Detail(Plan(), Deployed, Record(3, ReleaseStatus.Failed, "kind: X\n")));
        Assert.Equal("the record of revision 2 was changed or deleted", Detail(Plan(), Record(2, ReleaseStatus.Superseded), Failed));
        Assert.Equal("the record of revision 2 was changed or deleted", Detail(Plan(), Failed));
        Assert.Equal("it exists, revision 2 is deployed, and did not", Detail(First(), Deployed));
    }

    private static string Detail(FrozenPlan plan, params StoredRecord[] records) => Of(plan, records)!.Changes[0].Detail;

    private static StateChangeCause? Of(FrozenPlan plan, params StoredRecord[] records) =>
        ReleaseChanges.Of(plan, new ReleaseHistory("r", records));

    private static StoredRecord Record(int revision, ReleaseStatus status, string manifest = "") =>
        RecordCodec.Encode(TestRelease.Of("r", revision, status, manifest: manifest), HelmGeneration.V4);

    private static FrozenPlan Plan() => Make(FrozenOperation.Upgrade, 4, new(
        3, ReleaseStatus.Failed, RecordDigest.Of(Failed), Deployed.Read(), RecordDigest.Of(Deployed)));

    private static FrozenPlan First() => Make(FrozenOperation.Install, 1, null);

    private static FrozenPlan Make(FrozenOperation operation, int revision, FrozenStart? start) => new()
    {
        Operation = operation,
        Origin = TestPlan.Full().Origin,
        Release = TestRelease.Of("r", revision, ReleaseStatus.PendingUpgrade, manifest: "kind: New\n"),
        Namespace = "prod",
        Start = start,
        Settings = new(),
    };
}
