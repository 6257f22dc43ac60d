using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>When a mapping reads its stores again.</summary>
internal enum RefreshPolicy
{
    Periodic,
    CreatedOnce,
    OnChange,
}

/// <summary>A time in which reading is allowed or denied.</summary>
/// <param name="Schedule">Five fields of cron, or a word such as <c>@daily</c>; in UTC.</param>
/// <param name="Duration">How long it lasts, as written.</param>
internal sealed record SyncWindow(string Schedule, string Duration);

/// <summary>Times in which the interval counts.</summary>
/// <param name="Kind"><c>allow</c> or <c>deny</c>.</param>
/// <param name="Windows">The times.</param>
internal sealed record SyncWindows(string Kind, IReadOnlyList<SyncWindow> Windows);

/// <summary>
/// A mapping: which secrets of which stores go into which Secret (spec external-secrets.md 1). Reads <c>v1</c> and <c>v1beta1</c>, which
/// have the same fields; what is missing has the default of both.
/// </summary>
internal sealed class ExternalSecret
{
    public const string Kind = "ExternalSecret";
    public const string Group = "external-secrets.io";

    private readonly MapValue _spec;

    /// <param name="tree">The object. Lent.</param>
    public ExternalSecret(MapValue tree)
    {
        Tree = tree;
        Head = new(tree);
        _spec = tree.Child("spec") ?? new MapValue();
        Target = TargetSpec.Read(_spec.Child("target"), Head.Name);
        Data = [.. _spec.Children("data").Select(DataEntry.Read)];
        DataFrom = [.. _spec.Children("dataFrom").Select(DataFromEntry.Read)];
        Status = SyncStatus.Read(tree.Child("status"));
    }

    /// <summary>Whether an object is a mapping of any version.</summary>
    public static bool IsMapping(MapValue tree) =>
        tree.Text("kind") == Kind && tree.Text("apiVersion").StartsWith($"{Group}/", StringComparison.Ordinal);

    public MapValue Tree { get; }

    public ObjectHead Head { get; }

    /// <summary>The store of rows that name none; its name is empty if the mapping names none.</summary>
    public StoreRef Store => StoreRef.Read(_spec.Child("secretStoreRef"));

    /// <summary>The store of a row: one with a source of its own does not fall back to the store of the mapping.</summary>
    /// <param name="own">The store that the row names, or null.</param>
    /// <param name="hasSource">Whether the row has a source of its own.</param>
    public StoreRef StoreOf(StoreRef? own, bool hasSource) => own ?? (hasSource ? StoreRef.Read(null) : Store);

    public TargetSpec Target { get; }

    public IReadOnlyList<DataEntry> Data { get; }

    public IReadOnlyList<DataFromEntry> DataFrom { get; }

    /// <summary>Its status; an agent knows its last refresh better than the status that it wrote.</summary>
    public SyncStatus Status { get; init; }

    public RefreshPolicy Refresh => Enum.TryParse<RefreshPolicy>(_spec.Text("refreshPolicy"), out var policy) ? policy : default;

    /// <summary>The time between reads; zero or less for never. An hour if it is missing or no duration.</summary>
    public TimeSpan Interval => _spec.Interval("refreshInterval");

    public SyncWindows? Windows => _spec.Child("syncWindows") is { } windows
        ? new(
            windows.Text("kind"),
            [.. windows.Children("windows").Select(row => new SyncWindow(row.Text("schedule"), row.Text("duration")))])
        : null;

    /// <summary>All stores that the mapping names.</summary>
    public IEnumerable<StoreRef> Stores
    {
        get
        {
            if (Store.Name.Length > 0)
            {
                yield return Store;
            }

            foreach (var store in Data.Select(entry => entry.Store).Concat(DataFrom.Select(entry => entry.Store)))
            {
                if (store is not null)
                {
                    yield return store;
                }
            }
        }
    }
}
