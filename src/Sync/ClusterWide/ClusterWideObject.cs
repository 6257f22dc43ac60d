using SecretsKit.Core.Data;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.ClusterWide;

/// <summary>A ClusterExternalSecret or ClusterPushSecret.</summary>
internal sealed class ClusterWideObject
{
    // The part of a finalizer behind the slash.
    private const int MaxFinalizerName = 63;

    private readonly MapValue _spec;

    /// <param name="kind">Which kind.</param>
    /// <param name="tree">The object. Lent.</param>
    public ClusterWideObject(ClusterWideKind kind, MapValue tree)
    {
        (Kind, Tree) = (kind, tree);
        Head = new(tree);
        _spec = tree.Child("spec") ?? new MapValue();
        var status = tree.Child("status") ?? new MapValue();
        Provisioned = status.Texts("provisionedNamespaces");
        EarlierName = status.Text($"{kind.Prefix}Name");
        Conditions = SyncStatus.Read(status);
    }

    public ClusterWideKind Kind { get; }

    public MapValue Tree { get; }

    public ObjectHead Head { get; }

    /// <summary>The name of what it makes.</summary>
    public string ChildName => _spec.Text($"{Kind.Prefix}Name", Head.Name);

    /// <summary>The name of what it made before; empty at first.</summary>
    public string EarlierName { get; }

    /// <summary>The <c>spec</c> of what it makes.</summary>
    public MapValue ChildSpec => _spec.Child($"{Kind.Prefix}Spec") ?? new MapValue();

    public IReadOnlyDictionary<string, string> ChildLabels => ChildMetadata.TextMap("labels");

    public IReadOnlyDictionary<string, string> ChildAnnotations => ChildMetadata.TextMap("annotations");

    /// <summary>The namespaces that were provisioned before.</summary>
    public IReadOnlyList<string> Provisioned { get; }

    /// <summary>The conditions; other parts of it are empty.</summary>
    public SyncStatus Conditions { get; }

    /// <summary>The time between two looks; an hour if it is missing or no duration.</summary>
    public TimeSpan Interval => _spec.Interval("refreshTime");

    /// <summary>The finalizer of namespaces that it provisions; empty for none. A name that is too long is hashed.</summary>
    public string NamespaceFinalizer
    {
        get
        {
            var mark = Kind.NamespaceFinalizer;
            var length = mark.Length - mark.IndexOf('/', StringComparison.Ordinal) - 1 + Head.Name.Length;
            return mark.Length == 0 ? "" : mark + (length <= MaxFinalizerName ? Head.Name : GoHash.Of(Head.Name));
        }
    }

    private MapValue ChildMetadata => _spec.Child($"{Kind.Prefix}Metadata") ?? new MapValue();

    /// <summary>Whether it selects a namespace: by any selector, or by name.</summary>
    public bool Selects(ObjectHead ns) => _spec.Texts("namespaces").Contains(ns.Name)
        || Selectors().Any(selector => LabelSelector.Matches(selector, ns.Labels));

    /// <summary>What is wrong with its selectors; empty for nothing.</summary>
    public string SelectorProblem => Selectors().Select(LabelSelector.ProblemOf).FirstOrDefault(problem => problem.Length > 0) ?? "";

    private IEnumerable<MapValue> Selectors() => _spec.Child("namespaceSelector") is { } single
        ? _spec.Children("namespaceSelectors").Prepend(single)
        : _spec.Children("namespaceSelectors");
}
