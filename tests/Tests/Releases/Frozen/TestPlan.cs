using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Waiting;
using SecretsKit.Tests.Releases.Records;

namespace SecretsKit.Tests.Releases.Frozen;

/// <summary>Plans for tests: in the full one, no field has its default.</summary>
internal static class TestPlan
{
    public static FrozenPlan Full() => new()
    {
        Operation = FrozenOperation.Rollback,
        Origin = new(
            new("uid-of-cluster", "https://server"),
            StorageDriver.ConfigMap,
            HelmGeneration.V4,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
            "1.2.3")
        {
            ExpiresAt = new DateTimeOffset(2026, 2, 2, 3, 4, 5, TimeSpan.Zero),
        },
        Release = TestRelease.Of("r", 4, ReleaseStatus.PendingRollback, label: "shop", manifest: "kind: A\n"),
        Namespace = "prod",
        Start = Start(),
        Settings = new()
        {
            Method = WriteMethod.ServerSideForced,
            Apply = new() { ServerSide = ServerSideUse.Yes, ForcesConflicts = true, Replaces = true },
            Hooks = HookUse.Skip,
            Reversal = FailureReversal.Undo,
            Cleanup = FailureCleanup.Delete,
            HistoryLimit = 3,
            Description = "why",
            CreatesNamespace = true,
            History = HistoryUse.Keep,
            Propagation = DeletionPropagation.Orphan,
            Wait = new() { Strategy = WaitStrategy.Legacy, Jobs = JobWait.UntilComplete, Timeout = TimeSpan.FromMilliseconds(1500) },
        },
        Writes =
        [
            new(
                new(Item("one"), WriteAction.Patch) { Exists = true, Patch = ObjectPatch.JsonMerge(Map("""{"a":null,"b":1.5}""")) },
                State("one")),
            new(new(Item("two"), WriteAction.Create), ReviewedState.Absent),
        ],
        Deletions = [new(Item("three"), State("three"))],
        Definitions =
        [
            new(
                new("crds/a.yaml", [0, 255, 10]),
                [(new("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "a"), ReviewedState.Absent)]),
        ],
        Hooks = [new(new("batch/v1", "Job", "prod", "migrate"), State("migrate"))],
        NamespaceUid = "uid-of-namespace",
        Secrets = ["first secret", "second"],
        NamespaceState = State("prod"),
        IsCreation = true,
    };

    public static FrozenStart Start(int revision = 3, ReleaseStatus status = ReleaseStatus.Failed) => new(
        revision, status, "sha256:1", TestRelease.Of("r", 2, ReleaseStatus.Deployed, manifest: "kind: B\n"), "sha256:2");

    public static MapValue Map(string json) => GoJson.Parse(Encoding.UTF8.GetBytes(json)).AsMap!;

    private static ReleaseObject Item(string name) => new(
        new("example.com/v1", "Box", "prod", name),
        new ApiResource("example.com", "v1", "Box", "boxes") { IsNamespaced = true },
        Map("""{"kind":"Box","metadata":{"name":"NAME"},"spec":{"big":9007199254740992}}"""
            .Replace("NAME", name, StringComparison.Ordinal)));

    private static ReviewedState State(string name) => ReviewedState.Of(
        Map("""{"metadata":{"name":"NAME","uid":"u"},"spec":{"n":3}}""".Replace("NAME", name, StringComparison.Ordinal)));
}
