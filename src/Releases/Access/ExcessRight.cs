namespace SecretsKit.Releases.Access;

/// <summary>A right that no account for deploys should have: with it, it can take over the cluster, or read what is not its own.</summary>
/// <param name="Right">The right.</param>
/// <param name="Danger">What it gives.</param>
public sealed record ExcessRight(AccessRight Right, ExcessDanger Danger)
{
    private const string Rbac = "rbac.authorization.k8s.io";

    /// <summary>Those that are looked for: all but what the release itself needs.</summary>
    /// <param name="needed">What the release needs.</param>
    public static IReadOnlyList<ExcessRight> Of(IReadOnlyCollection<AccessRight> needed)
    {
        ArgumentNullException.ThrowIfNull(needed);
        return
        [
            .. ((ExcessRight[])
            [
                new(new("*", "*", "*"), ExcessDanger.ClusterAdministrator),
                new(new("create", Rbac, "clusterroles"), ExcessDanger.OwnRights),
                new(new("create", Rbac, "clusterrolebindings"), ExcessDanger.OwnRights),
                new(new("escalate", Rbac, "clusterroles"), ExcessDanger.OwnRights),
                new(new("bind", Rbac, "clusterroles"), ExcessDanger.OwnRights),
                new(new("impersonate", "", "users"), ExcessDanger.OtherUsers),
                new(new("impersonate", "", "groups"), ExcessDanger.OtherUsers),
                new(new("impersonate", "", "serviceaccounts"), ExcessDanger.OtherUsers),
                new(new("get", "", "secrets"), ExcessDanger.AllSecrets),
                new(new("list", "", "secrets"), ExcessDanger.AllSecrets),
                new(new("create", "", "serviceaccounts/token"), ExcessDanger.OtherUsers),
                new(new("create", "", "pods") { Namespace = "kube-system" }, ExcessDanger.ControlPlane),
                new(new("create", "", "nodes/proxy"), ExcessDanger.ControlPlane),
            ]).Where(excess => !needed.Contains(excess.Right)),
        ];
    }
}

/// <summary>What a right gives that no account for deploys should have.</summary>
public enum ExcessDanger
{
    /// <summary>It may do everything.</summary>
    ClusterAdministrator,

    /// <summary>It can give itself any right.</summary>
    OwnRights,

    /// <summary>It can act as others.</summary>
    OtherUsers,

    /// <summary>It reads the secrets of all namespaces.</summary>
    AllSecrets,

    /// <summary>It runs programs beside the control plane.</summary>
    ControlPlane,
}
