using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Running;

/// <summary>Replaces the finalizers of objects, in the state that was read.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="cache">The objects; it gets what the server answers.</param>
internal sealed class FinalizerWriter(ObjectClient objects, ObjectCache cache)
{
    /// <summary>Writes the finalizers of an object.</summary>
    /// <param name="head">The object.</param>
    /// <param name="names">All finalizers that it has then.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The object as the server has it.</returns>
    /// <exception cref="ApiException">A conflict: somebody else changed it meanwhile; or it cannot be written.</exception>
    public async Task<MapValue?> WriteAsync(ObjectHead head, IEnumerable<string> names, CancellationToken ct)
    {
        var list = Value.Of(new ListValue([.. names.Select(name => Value.Of(name))]));
        var patch = ObjectPatch.JsonMerge(new MapValue().With("metadata", new MapValue().With("finalizers", list)))
            .For(head.ResourceVersion);
        var written = (await objects.PatchAsync(head.Reference, patch, WriteOptions.Default, ct)).AsMap;
        if (written is not null)
        {
            cache.Put(written);
        }

        return written;
    }
}
