using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>A change of an object, in one of the four ways that servers have. It may hold secrets: its text is the way alone.</summary>
public sealed class ObjectPatch
{
    private ObjectPatch(string mediaType, Value body) => (MediaType, Body) = (mediaType, body);

    /// <summary>The way, as a media type of <see cref="ApiMedia"/>.</summary>
    public string MediaType { get; }

    /// <summary>What is sent.</summary>
    public Value Body { get; }

    /// <summary>Whether it changes nothing.</summary>
    public bool IsEmpty => Body.AsMap is { Count: 0 } || Body.AsList is { Count: 0 };

    /// <summary>A patch of a way, as <see cref="MediaType"/> and <see cref="Body"/> give it.</summary>
    public static ObjectPatch Of(string mediaType, Value body) => new(mediaType, body);

    /// <summary>
    /// The same merge patch for one state of the object alone: the server refuses it as a conflict if the object has changed since.
    /// </summary>
    /// <param name="resourceVersion">The state.</param>
    /// <exception cref="InvalidOperationException">It is no merge patch.</exception>
    public ObjectPatch For(string resourceVersion)
    {
        var body = Body.AsMap?.ShallowCopy() ?? throw new InvalidOperationException("only merge patches can name a state");
        var metadata = body[ObjectFields.Metadata].AsMap?.ShallowCopy() ?? new();
        metadata.Set(ObjectFields.ResourceVersion, Value.Of(resourceVersion));
        body.Set(ObjectFields.Metadata, Value.Of(metadata));
        return new(MediaType, Value.Of(body));
    }

    /// <summary>A patch that knows the keys of lists, for kinds that Kubernetes itself has.</summary>
    public static ObjectPatch StrategicMerge(MapValue body) => new(ApiMedia.StrategicMergePatch, Value.Of(body));

    /// <summary>A patch of RFC 7396.</summary>
    public static ObjectPatch JsonMerge(MapValue body) => new(ApiMedia.MergePatch, Value.Of(body));

    /// <summary>A patch of RFC 6902.</summary>
    public static ObjectPatch Json(ListValue operations) => new(ApiMedia.JsonPatch, Value.Of(operations));

    /// <summary>Server-side apply of a whole object, which is made if it is not there.</summary>
    public static ObjectPatch Apply(Value manifest) => new(ApiMedia.ApplyPatch, manifest);

    /// <summary>The way, never the content.</summary>
    public override string ToString() => $"ObjectPatch({MediaType})";
}
