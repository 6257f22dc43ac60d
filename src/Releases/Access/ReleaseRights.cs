using SecretsKit.Charts.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Access;

/// <summary>
/// The least rights that installing, upgrading, rolling back, testing and uninstalling a release needs, from the requests that operations
/// send, so that Helm can take over with the same account. Rights are by kind: names of objects change with the chart.
/// </summary>
public sealed class ReleaseRights
{
    private static readonly string[] Reading = ["get", "list", "watch"];

    private readonly HashSet<AccessRight> _all = [];
    private readonly AccessTarget _target;

    private ReleaseRights(AccessTarget target) => _target = target;

    /// <summary>The rights, each once, in no promised order.</summary>
    public IReadOnlyCollection<AccessRight> All => _all;

    /// <summary>What is to be known about roles of the chart.</summary>
    public IReadOnlyList<RoleNote> Notes { get; private init; } = [];

    /// <summary>Works them out.</summary>
    /// <param name="target">Where and how.</param>
    /// <param name="objects">What deploys write.</param>
    /// <param name="lookups">What templates read by <c>lookup</c>.</param>
    public static ReleaseRights Of(
        AccessTarget target, IReadOnlyList<AccessObject> objects, IEnumerable<AccessRight> lookups)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(lookups);
        var granted = new GrantedRights(objects);
        var needed = granted.Find();
        var rights = new ReleaseRights(target) { Notes = granted.Notes };
        rights._all.UnionWith(needed);
        rights._all.UnionWith(lookups);
        rights.AddRecords();
        rights.AddLock();
        rights.AddNamespace();
        foreach (var item in objects)
        {
            rights.AddObject(item);
        }

        return rights;
    }

    private void AddRecords()
    {
        if (_target.Storage is StorageDriver.Secret or StorageDriver.ConfigMap)
        {
            var resource = _target.Storage == StorageDriver.Secret ? "secrets" : "configmaps";
            Add(_target.Namespace, "", resource, "get", "list", "create", "update", "delete");
        }
    }

    private void AddLock()
    {
        if (_target.Locks)
        {
            Add(_target.Namespace, "coordination.k8s.io", "leases", "get", "create", "update", "delete");
        }
    }

    private void AddNamespace()
    {
        if (_target.CreatesNamespace)
        {
            Add("", "", "namespaces", "get", "create", "patch");
        }
    }

    private void AddObject(AccessObject item)
    {
        var (place, group, resource) = (item.Reference.Namespace, item.Resource.Group, item.Resource.Name);
        if (item.Use == ObjectUse.Definition)
        {
            Add(place, group, resource, "get", "create", "patch");
            return;
        }

        // Server-side apply is the verb patch, and create besides for what is not there yet. Ownership is read before, and whatever a
        // later version of the chart drops is deleted.
        Add(place, group, resource, "get", "create", "patch", "delete");
        if (_target.Replaces)
        {
            Add(place, group, resource, "update");
        }

        if (item.Use == ObjectUse.Release)
        {
            AddWait(item);
        }
        else
        {
            AddHook(item);
        }
    }

    private void AddWait(AccessObject item)
    {
        var (place, group, kind) = (item.Reference.Namespace, item.Resource.Group, item.Resource.Kind);
        if (!_target.Waits)
        {
            return;
        }

        // Helm 4 follows every object of the release; Helm 3 asks for those that can be unready, one by one.
        if (_target.Generation == HelmGeneration.V4 || LegacyRules.IsWaitedFor(group, kind, JobWait.UntilComplete))
        {
            Add(place, group, item.Resource.Name, Reading);
        }

        if (HasPods(group, kind))
        {
            Add(place, "apps", "replicasets", Reading);
            Add(place, "", "pods", Reading);
            Add(place, "", "pods/log", "get");
            Add(place, "", "events", Reading);
        }
    }

    // Hooks are watched until they are complete, and until those of earlier runs are gone.
    private void AddHook(AccessObject item)
    {
        var (place, group, kind) = (item.Reference.Namespace, item.Resource.Group, item.Resource.Kind);
        Add(place, group, item.Resource.Name, Reading);
        if (item.Use == ObjectUse.LoggedHook && (group, kind) is ("batch", "Job") or ("", "Pod"))
        {
            Add(place, "", "pods", "get", "list");
            Add(place, "", "pods/log", "get");
        }
    }

    private static bool HasPods(string group, string kind) =>
        (group, kind) is ("apps" or "extensions", "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet")
            or ("batch", "Job") or ("", "ReplicationController");

    private void Add(string place, string group, string resource, params ReadOnlySpan<string> verbs)
    {
        foreach (var verb in verbs)
        {
            _all.Add(new(verb, group, resource) { Namespace = place });
        }
    }
}
