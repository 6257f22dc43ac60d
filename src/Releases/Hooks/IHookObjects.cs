using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Hooks;

/// <summary>Reads and makes the objects of hooks, as operations do with all objects.</summary>
public interface IHookObjects
{
    /// <summary>Reads which objects a manifest has.</summary>
    /// <param name="manifest">The text of a hook's document.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The objects, in the namespaces that they are written to.</returns>
    /// <exception cref="SecretsKitException">It has no objects, or the server does not have a kind.</exception>
    Task<IReadOnlyList<ResourceRef>> ReadAsync(ByteString manifest, CancellationToken cancellationToken);

    /// <summary>Deletes an object, and what it owns later; that it is gone already does not matter.</summary>
    /// <param name="reference">The object.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the server had it.</returns>
    /// <exception cref="SecretsKitException">The server refused, or it is not in the state that was reviewed.</exception>
    Task<bool> DeleteAsync(ResourceRef reference, CancellationToken cancellationToken);

    /// <summary>Makes the objects of a manifest. Objects of hooks get no marks of ownership.</summary>
    /// <param name="manifest">The text of a hook's document.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">The server refused, with the reference's sentence for the way of writing.</exception>
    Task CreateAsync(ByteString manifest, CancellationToken cancellationToken);
}
