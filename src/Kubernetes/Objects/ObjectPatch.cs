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
