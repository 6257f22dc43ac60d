using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.ClusterWide;

/// <summary>
/// Says what is done for a ClusterExternalSecret or ClusterPushSecret (spec external-secrets.md 4.1, 4.3). Reads nothing: it is
/// given the namespaces, and what is in them.
/// </summary>
/// <param name="parent">The object.</param>
/// <param name="namespaces">All namespaces.</param>
/// <param name="child">Finds an object of the kind that it makes, by namespace and name; null if there is none. Lent.</param>
internal sealed class ClusterWidePlanner(
    ClusterWideObject parent, IReadOnlyList<ObjectHead> namespaces, Func<string, string, MapValue?> child)
{
    private readonly List<NamespaceStep> _steps = [];

    /// <summary>What is done while the object is there.</summary>
    public ClusterWidePlan Plan()
    {
        var provisioned = new List<string>();
        var failed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (parent.SelectorProblem is { Length: > 0 } problem)
        {
            // Nothing is taken away for a mistake in writing: which namespaces are meant is not known.
            failed["unknown"] = problem;
            return new(_steps, parent.Provisioned, failed);
        }

        var known = namespaces.ToDictionary(ns => ns.Name, StringComparer.Ordinal);
        foreach (var earlier in parent.Provisioned)
        {
            if (parent.EarlierName.Length > 0 && parent.EarlierName != parent.ChildName)
            {
                Delete(earlier, parent.EarlierName);
            }

            if (!known.TryGetValue(earlier, out var left) || !parent.Selects(left))
            {
                Delete(earlier, parent.ChildName);
            }
        }

        foreach (var ns in namespaces.OrderBy(ns => ns.Name, StringComparer.Ordinal))
        {
            if (ns.IsDeleting)
            {
                Release(ns);
                continue;
            }

            if (!parent.Selects(ns))
            {
                continue;
            }

            var existing = child(ns.Name, parent.ChildName);
            if (existing is not null && !IsOurs(existing))
            {
                failed[ns.Name] = parent.Kind.ExistsMessage;
            }
            else
            {
                Provision(ns, existing);
                provisioned.Add(ns.Name);
            }
        }

        return new(_steps, provisioned, failed);
    }

    /// <summary>What is done before the object goes: all that it made goes, and no namespace waits for it any more.</summary>
    public ClusterWidePlan PlanEnd()
    {
        foreach (var ns in namespaces.OrderBy(ns => ns.Name, StringComparer.Ordinal))
        {
            Release(ns);
        }

        foreach (var ns in parent.Provisioned)
        {
            Delete(ns, parent.EarlierName.Length > 0 ? parent.EarlierName : parent.ChildName);
        }

        return new(_steps, [], new Dictionary<string, string>());
    }

    private void Provision(ObjectHead ns, MapValue? existing)
    {
        if (parent.NamespaceFinalizer.Length > 0 && !ns.Finalizers.Contains(parent.NamespaceFinalizer))
        {
            _steps.Add(new(ns.Name, NamespaceAction.Hold));
        }

        var wanted = Wanted(ns.Name, existing);
        var action = existing is null ? NamespaceAction.Create
            : TreeEquality.AreEqual(Value.Of(existing), Value.Of(wanted)) ? NamespaceAction.None
            : NamespaceAction.Update;
        _steps.Add(new(ns.Name, action, parent.ChildName, wanted));
    }

    private void Release(ObjectHead ns)
    {
        if (parent.NamespaceFinalizer.Length > 0 && ns.Finalizers.Contains(parent.NamespaceFinalizer))
        {
            _steps.Add(new(ns.Name, NamespaceAction.Release));
        }
    }

    private void Delete(string ns, string name)
    {
        if (child(ns, name) is { } existing && IsOurs(existing))
        {
            _steps.Add(new(ns, NamespaceAction.Delete, name, null, new ObjectHead(existing).Uid));
        }
    }

    // Labels and annotations are exactly those of the parent; what the API server and other controllers keep stays.
    private MapValue Wanted(string ns, MapValue? existing)
    {
        var wanted = existing?.Copy() ?? new MapValue().With("apiVersion", parent.Kind.ChildApiVersion).With("kind", parent.Kind.ChildKind);
        var metadata = wanted.ChildOrNew("metadata").With("name", parent.ChildName).With("namespace", ns);
        var annotations = new Dictionary<string, string>(parent.ChildAnnotations, StringComparer.Ordinal);
        annotations.Remove(ForcedSync.OfClusterMapping);
        if (parent.Head.Annotations.TryGetValue(ForcedSync.OfClusterMapping, out var asked))
        {
            annotations[ForcedSync.OfClusterMapping] = asked;
        }

        SetTexts(metadata, "labels", parent.ChildLabels);
        SetTexts(metadata, "annotations", annotations);
        if (existing is null)
        {
            metadata.SetOwners([OwnerReferences.Controller(parent.Kind.ApiVersion, parent.Kind.Kind, parent.Head)]);
        }

        return wanted.With("spec", Spec());
    }

    // With the interval in Go's form, as the reference writes it: the finalizer of a push is written so too, and must change nothing else.
    private MapValue Spec()
    {
        const string interval = "refreshInterval";
        var spec = parent.ChildSpec.Copy();
        return GoDuration.TryParse(spec.Text(interval), out var time) ? spec.With(interval, GoDuration.Format(time)) : spec;
    }

    private bool IsOurs(MapValue existing) => new ObjectHead(existing).Controller is { } controller
        && controller.IsTo(ExternalSecret.Group, parent.Kind.Kind) && controller.Text("name") == parent.Head.Name;

    private static void SetTexts(MapValue metadata, string field, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count == 0)
        {
            metadata.Remove(field);
            return;
        }

        metadata.With(field, new MapValue().WithAll(texts));
    }
}
