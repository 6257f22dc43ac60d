using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Releases.Frozen;

/// <summary>Which cluster: the same one may be reached by several names, and another one by the same name later.</summary>
/// <param name="Uid">The identifier of its namespace <c>kube-system</c>; empty where that may not be read.</param>
/// <param name="Server">Its URL, which counts where one of both identifiers is empty.</param>
public sealed record ClusterIdentity(string Uid, string Server)
{
    private static readonly ResourceRef KubeSystem = new("v1", "Namespace", "", "kube-system");

    /// <summary>Asks a server.</summary>
    /// <exception cref="SecretsKitException">There is no answer.</exception>
    public static async Task<ClusterIdentity> ReadAsync(ObjectClient objects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return new(await UidAsync(objects, cancellationToken), objects.Client.Access.Server);
    }

    /// <summary>Whether both are the same cluster.</summary>
    public bool IsSame(ClusterIdentity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Uid.Length > 0 && other.Uid.Length > 0 ? Uid == other.Uid : Server == other.Server;
    }

    private static async Task<string> UidAsync(ObjectClient objects, CancellationToken ct)
    {
        try
        {
            var found = await objects.FindAsync(KubeSystem, ct);
            return found.AsMap?[new("metadata")].AsMap?[new("uid")] is { IsString: true } uid
                ? new ByteString(uid.StringBytes.AsMemory()).RevealText()
                : "";
        }
        catch (ApiException failure) when (failure.Status.IsForbidden)
        {
            // Accounts of deploys need not read that namespace: the URL has to do.
            return "";
        }
    }
}
