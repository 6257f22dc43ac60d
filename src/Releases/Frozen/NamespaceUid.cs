using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Frozen;

/// <summary>The identifiers of namespaces: the same as long as a namespace lives, whatever it is called.</summary>
internal static class NamespaceUid
{
    /// <summary>The identifier of a namespace; empty where it is not there, or may not be read.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">There is no answer.</exception>
    public static async Task<string> ReadAsync(ObjectClient objects, string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await objects.FindAsync(new("v1", "Namespace", "", name), cancellationToken);
            return found.AsMap is { } item ? ObjectTree.Text(ObjectTree.Metadata(item), "uid") : "";
        }
        catch (ApiException failure) when (failure.Status.IsForbidden)
        {
            // Accounts of deploys need not read namespaces: what else is known has to do.
            return "";
        }
    }
}
