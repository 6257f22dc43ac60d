using System.Buffers.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Format;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Frozen.Coding;

/// <summary>Reads plans of trees.</summary>
internal static class FrozenPlanReader
{
    /// <summary>Reads.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">A field is missing or wrong, with a <see cref="FrozenFileCause"/>.</exception>
    public static FrozenPlan Read(PlanFields fields) => new()
    {
        Operation = fields.Word<FrozenOperation>("operation"),
        Namespace = fields.Text("namespace"),
        Origin = Origin(fields.Fields("origin")),
        Start = fields.FieldsOrNull("start") is { } start ? Start(start) : null,
        Release = Record(fields.Fields("release")),
        Settings = Settings(fields.Fields("settings")),
        IsCreation = fields.Switch("isCreation"),
        NamespaceState = fields.FieldsOrNull("namespaceState") is { } state ? State(state) : null,
        Definitions = [.. fields.List("definitions").Select(Definition)],
        Writes = [.. fields.List("writes").Select(Write)],
        Deletions =
        [
            .. fields.List("deletions").Select(item => new FrozenDeletion(Item(item.Fields("object")), State(item.Fields("reviewed")))),
        ],
        Hooks =
        [
            .. fields.List("hooks").Select(hook => new FrozenHook(Reference(hook.Fields("object")), State(hook.Fields("reviewed")))),
        ],
        NamespaceUid = fields.Text("namespaceUid"),
        Secrets = fields.Texts("secrets"),
    };

    private static FrozenOrigin Origin(PlanFields fields) => new(
        new(fields.Text("clusterUid"), fields.Text("server")),
        fields.Word<StorageDriver>("driver"),
        fields.Word<HelmGeneration>("helm"),
        fields.Time("madeAt"),
        fields.Text("madeBy"))
    {
        ExpiresAt = fields.TimeOrNull("expiresAt"),
    };

    private static FrozenStart Start(PlanFields fields) => new(
        fields.Number("revision"),
        ReleaseStatusText.Parse(fields.Text("status")),
        fields.Text("digest"),
        Record(fields.Fields("base")),
        fields.Text("baseDigest"));

    private static FrozenSettings Settings(PlanFields fields) => new()
    {
        Method = fields.Word<WriteMethod>("method"),
        Apply = new()
        {
            ServerSide = fields.Word<ServerSideUse>("serverSide"),
            ForcesConflicts = fields.Switch("forcesConflicts"),
            Replaces = fields.Switch("replaces"),
        },
        Hooks = fields.Word<HookUse>("hooks"),
        Reversal = fields.Word<FailureReversal>("reversal"),
        Cleanup = fields.Word<FailureCleanup>("cleanup"),
        HistoryLimit = fields.Number("historyLimit"),
        Description = fields.Text("description"),
        CreatesNamespace = fields.Switch("createsNamespace"),
        History = fields.Word<HistoryUse>("history"),
        Propagation = fields.Word<DeletionPropagation>("propagation"),
        OrderNames = fields.Word<OrderNames>("orderNames"),
        Wait = Wait(fields.Fields("wait")),
    };

    private static WaitOptions Wait(PlanFields fields) => new()
    {
        Strategy = fields.Word<WaitStrategy>("strategy"),
        Jobs = fields.Word<JobWait>("jobs"),
        Timeout = fields.Duration("timeoutMilliseconds"),
    };

    private static Release Record(PlanFields fields)
    {
        var record = fields.Fields("record");
        var labels = fields.Fields("labels");
        return RecordCheck.FindWrong(record.Map, RecordShapes.Of(HelmGeneration.V4)) is { } wrong
            ? throw record.Wrong(wrong)
            : new(
                record.Map,
                labels.Map.SortedKeys.ToArray()
                    .Select(key => key.RevealText())
                    .ToDictionary(key => key, labels.Text, StringComparer.Ordinal));
    }

    private static FrozenDefinition Definition(PlanFields fields)
    {
        var content = fields.Text("content");
        return new(
            new(fields.Text("file"), Base64.IsValid(content) ? Convert.FromBase64String(content) : throw fields.Wrong("content")),
            [.. fields.List("definitions").Select(item => (Reference(item.Fields("object")), State(item.Fields("reviewed"))))]);
    }

    private static FrozenWrite Write(PlanFields fields)
    {
        var write = new PlannedWrite(Item(fields.Fields("object")), fields.Word<WriteAction>("action"))
        {
            Exists = fields.Switch("exists"),
            Patch = fields.FieldsOrNull("patch") is { } patch ? Patch(patch) : null,
        };
        return write.Action == WriteAction.Patch && write.Patch is null
            ? throw fields.Wrong("patch")
            : new(write, State(fields.Fields("reviewed")));
    }

    private static ObjectPatch Patch(PlanFields fields) => ObjectPatch.Of(
        fields.Text("type"), Core.Data.Value.Of(fields.Fields("body").Map));

    private static ReleaseObject Item(PlanFields fields)
    {
        var reference = Reference(fields.Fields("reference"));
        return new(
            reference,
            new ApiResource(reference.Group, reference.Version, reference.Kind, fields.Text("resource"))
            {
                IsNamespaced = fields.Switch("isNamespaced"),
            },
            fields.Fields("manifest").Map);
    }

    private static ResourceRef Reference(PlanFields fields) =>
        new(fields.Text("apiVersion"), fields.Text("kind"), fields.Text("namespace"), fields.Text("name"));

    private static ReviewedState State(PlanFields fields)
    {
        var state = ReviewedState.Of(fields.FieldsOrNull("content")?.Map);
        return state.Digest == fields.Text("digest") ? state : throw fields.Wrong("digest");
    }
}
