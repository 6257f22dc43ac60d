using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Caching;

/// <summary>
/// An object as a cache keeps it: compact JSON, without <c>managedFields</c>. A tree of values takes ten times as much, and an object is
/// read once in minutes.
/// </summary>
internal sealed class KeptObject
{
    private readonly byte[] _json;

    /// <param name="tree">The object; it is not kept.</param>
    public KeptObject(MapValue tree)
    {
        var head = new ObjectHead(tree);
        (Uid, Version) = (head.Uid, head.ResourceVersion);
        var kept = tree;
        if (tree.Child("metadata") is { } metadata && metadata.Has("managedFields"))
        {
            var slim = metadata.ShallowCopy();
            slim.Remove("managedFields");
            kept = tree.ShallowCopy().With("metadata", slim);
        }

        _json = GoJson.Format(Value.Of(kept), GoJsonOptions.Raw);
    }

    /// <summary>Its identifier.</summary>
    public string Uid { get; }

    /// <summary>Its state.</summary>
    public string Version { get; }

    /// <summary>The object; the caller's own copy.</summary>
    public MapValue Read() => GoJson.TryParse(_json, ApiClient.Reading, out var value, out _) && value.AsMap is { } map
        ? map
        : throw new SecretsKitException(ErrorCode.MalformedDocument, "an object of the cache is damaged");
}
