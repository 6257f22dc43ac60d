using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Sync.Manifests;

/// <summary>What all objects say of themselves.</summary>
/// <param name="tree">The object. Lent.</param>
internal sealed class ObjectHead(MapValue tree)
{
    private readonly MapValue _metadata = tree.Child("metadata") ?? new MapValue();

    public string ApiVersion => tree.Text("apiVersion");

    public string Kind => tree.Text("kind");

    public string Name => _metadata.Text("name");

    public string Namespace => _metadata.Text("namespace");

    public string Uid => _metadata.Text("uid");

    public string ResourceVersion => _metadata.Text("resourceVersion");

    public long Generation => _metadata.Integer("generation") ?? 0;

    public bool IsDeleting => _metadata.Has("deletionTimestamp");

    public IReadOnlyDictionary<string, string> Labels => _metadata.TextMap("labels");

    public IReadOnlyDictionary<string, string> Annotations => _metadata.TextMap("annotations");

    public IReadOnlyList<string> Finalizers => _metadata.Texts("finalizers");

    public IReadOnlyList<MapValue> Owners => _metadata.Children("ownerReferences");

    /// <summary>The reference to its controller, or null; servers take one at most.</summary>
    public MapValue? Controller => Owners.FirstOrDefault(owner => owner.Flag("controller"));

    public ResourceRef Reference => new(ApiVersion, Kind, Namespace, Name);
}
