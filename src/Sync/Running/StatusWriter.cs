using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Running;

/// <summary>Replaces the status of objects, in the state that was read.</summary>
/// <param name="objects">The server. Lent.</param>
internal sealed class StatusWriter(ObjectClient objects)
{
    /// <summary>Writes a status.</summary>
    /// <param name="tree">The object that it belongs to. Lent.</param>
    /// <param name="status">The status.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The object as the server has it.</returns>
    /// <exception cref="ApiException">A conflict: somebody else changed it meanwhile; or it cannot be written.</exception>
    public async Task<MapValue?> WriteAsync(MapValue tree, MapValue status, CancellationToken ct)
    {
        var head = new ObjectHead(tree);
        var resource = await objects.ResourceAsync(head.Reference, ct);
        var body = tree.Copy().With("status", status);
        return (await objects.Client.SendAsync(
            new(HttpMethod.Put, $"{resource.PathOfOne(head.Namespace, head.Name)}/status")
            {
                Body = HttpBody.FromBytes(GoJson.Format(Value.Of(body), GoJsonOptions.Raw), ApiMedia.Json),
            },
            ct)).AsMap;
    }
}
