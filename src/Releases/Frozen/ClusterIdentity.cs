using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Frozen;

/// <summary>Which cluster: the same one may be reached by several names, and another one by the same name later.</summary>
/// <param name="Uid">The identifier of its namespace <c>kube-system</c>; empty where that may not be read.</param>
/// <param name="Server">Its URL, which counts where one of both identifiers is empty.</param>
public sealed record ClusterIdentity(string Uid, string Server)
{
    /// <summary>Asks a server.</summary>
    /// <exception cref="SecretsKitException">There is no answer.</exception>
    public static async Task<ClusterIdentity> ReadAsync(ObjectClient objects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return new(await NamespaceUid.ReadAsync(objects, "kube-system", cancellationToken), objects.Client.Access.Server);
    }

    /// <summary>Whether both are the same cluster.</summary>
    public bool IsSame(ClusterIdentity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Uid.Length > 0 && other.Uid.Length > 0 ? Uid == other.Uid : Server == other.Server;
    }
}
