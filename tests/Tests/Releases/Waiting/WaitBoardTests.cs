using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Rules;
using SecretsKit.Releases.Waiting.Watching;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>When a wait is over, by what has been seen of its objects.</summary>
public sealed class WaitBoardTests
{
    private const string Complete = "{status: {conditions: [{type: Complete, status: \"True\"}]}}";
    private const string Failed = "{status: {failed: 1, conditions: [{type: Failed, status: \"True\"}]}}";
    private const string Started = "{status: {active: 1}}";

    private static readonly ApiResource Jobs = new("batch", "v1", "Job", "jobs") { IsNamespaced = true };
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly WatchedCollection _collection = new(new(Jobs, "prod"), CollectionRole.Waited)
    {
        References = [Reference("a"), Reference("b")],
    };

    [Fact]
    public void An_object_that_failed_ends_a_wait_once_all_others_are_done()
    {
        var board = Board(WaitGoal.Ready, new() { Jobs = JobWait.UntilComplete });
        Take(board, "a", Failed);
        Take(board, "b", Started);
        board.Take(_collection, new(WatchEventKind.Listed, Value.Nil));
        board.Judge(Now);
        Assert.Equal((false, false), (board.IsDone, board.IsFailed(Now)));
        Take(board, "b", Complete);
        board.Judge(Now);
        Assert.Equal((false, true), (board.IsDone, board.IsFailed(Now)));
    }

    [Fact]
    public void Objects_are_not_gone_before_the_list_is_complete()
    {
        var board = Board(WaitGoal.Deleted, new());
        board.Judge(Now);
        Assert.False(board.IsDone);
        board.Take(_collection, new(WatchEventKind.Listed, Value.Nil));
        board.Judge(Now);
        Assert.True(board.IsDone);
    }

    [Theory]
    [InlineData(HelmGeneration.V3, true)]
    [InlineData(HelmGeneration.V4, false)]
    public void A_hook_that_is_deleted_meanwhile_is_complete_to_helm_3_alone(HelmGeneration generation, bool isDone)
    {
        var board = Board(WaitGoal.Completed, new() { Strategy = WaitStrategy.HookOnly }, generation);
        Take(board, "a", Started);
        Take(board, "b", Complete);
        board.Take(_collection, new(WatchEventKind.Listed, Value.Nil));
        Take(board, "a", Started, WatchEventKind.Deleted);
        board.Judge(Now);
        Assert.Equal(isDone, board.IsDone);
    }

    [Fact]
    public void Legacy_rules_give_up_a_minute_after_the_first_object_that_is_not_ready_failed()
    {
        var board = Board(WaitGoal.Ready, new() { Strategy = WaitStrategy.Legacy, Jobs = JobWait.UntilComplete });
        Take(board, "a", "{spec: {completions: 1}}");
        Take(board, "b", "{spec: {completions: 1, backoffLimit: 0}, status: {failed: 1}}");
        board.Take(_collection, new(WatchEventKind.Listed, Value.Nil));
        board.Judge(Now);
        Assert.False(board.IsFailed(Now.AddMinutes(2)));
        Take(board, "a", "{spec: {completions: 1}, status: {succeeded: 1}}");
        board.Judge(Now);
        Assert.False(board.IsFailed(Now.AddSeconds(59)));
        Assert.Equal(Now.AddMinutes(1), board.JudgedAgain);
        Assert.True(board.IsFailed(Now.AddMinutes(1)));
    }

    [Fact]
    public void Objects_of_the_collection_that_are_not_waited_for_are_passed_over()
    {
        var board = Board(WaitGoal.Ready, new());
        Take(board, "another", Failed);
        board.Judge(Now);
        Assert.All(board.Items(problem => problem), item => Assert.Equal(ReadinessState.Unknown, item.Readiness.State));
    }

    [Fact]
    public void Failures_of_what_only_explains_do_not_end_a_wait()
    {
        var board = Board(WaitGoal.Ready, new() { Strategy = WaitStrategy.Legacy });
        var failure = new ApiException(new(HttpMethod.Get, "/apis"), new(500) { Message = "broken" });
        board.TakeFailure(_collection with { Role = CollectionRole.Diagnosis, References = [] }, failure);
        Assert.Throws<ApiException>(() => board.TakeFailure(_collection, failure));
    }

    private static ResourceRef Reference(string name) => new("batch/v1", "Job", "prod", name);

    private static WaitBoard Board(WaitGoal goal, WaitOptions options, HelmGeneration generation = HelmGeneration.V4) => new(
        [new(Reference("a"), Jobs, isRead: true), new(Reference("b"), Jobs, isRead: true)], WaitRules.For(goal, generation, options));

    private void Take(WaitBoard board, string name, string fields, WatchEventKind kind = WatchEventKind.Modified) => board.Take(
        _collection,
        new(kind, Value.Of(TestObject.Of("batch/v1 Job", $"{{metadata: {{name: {name}, namespace: prod}}, {fields[1..]}").Fields)));
}
