using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Waiting.Live;

/// <summary>
/// An object as the server has it, read by paths: what is missing, or of another type, is empty. It may hold secrets, so its text shows
/// kind and name alone. Never changed.
/// </summary>
/// <param name="fields">The object. Lent.</param>
public sealed class LiveObject(MapValue fields)
{
    /// <summary>The object. Lent.</summary>
    public MapValue Fields { get; } = fields;

    /// <summary>The kind.</summary>
    public string Kind => Text("kind");

    /// <summary>The group; empty for the core group.</summary>
    public string Group => Text("apiVersion") is var version && version.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0
        ? version[..slash]
        : "";

    /// <summary>The name.</summary>
    public string Name => Text("metadata", "name");

    /// <summary>The namespace; empty where objects of the kind have none.</summary>
    public string Namespace => Text("metadata", "namespace");

    /// <summary>Its identifier, which no later object of the same name has.</summary>
    public string Uid => Text("metadata", "uid");

    /// <summary>When it was made; the earliest time if that is not said.</summary>
    public DateTimeOffset Created => Time("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue;

    /// <summary>The conditions of its status.</summary>
    public IReadOnlyList<LiveCondition> Conditions =>
    [
        .. Maps("status", "conditions").Select(
            one => new LiveCondition(one.Text("type"), one.Text("status"), one.Text("reason"), one.Text("message"))
            {
                Generation = one.Integer("observedGeneration"),
            }),
    ];

    /// <summary>The identifier of the object whose controller made this one; empty if there is none.</summary>
    public string OwnerUid => Maps("metadata", "ownerReferences")
        .FirstOrDefault(owner => owner.At("controller") is { Kind: GoKind.Bool, Boolean: true })?.Text("uid") ?? "";

    /// <summary>The condition of a type; null if there is none.</summary>
    public LiveCondition? Condition(string type) => Conditions.FirstOrDefault(one => one.Type == type);

    /// <summary>A text.</summary>
    public string Text(params ReadOnlySpan<string> path) =>
        At(path) is { IsString: true } text ? new ByteString(text.StringBytes.AsMemory()).RevealText() : "";

    /// <summary>An integer; null if there is none.</summary>
    public long? Integer(params ReadOnlySpan<string> path) => At(path) is { Kind: GoKind.Int64 or GoKind.Int } number ? number.Bits : null;

    /// <summary>A time; null if there is none.</summary>
    public DateTimeOffset? Time(params ReadOnlySpan<string> path) => DateTimeOffset.TryParse(
        Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : null;

    /// <summary>The maps of a list.</summary>
    public IEnumerable<LiveObject> Maps(params ReadOnlySpan<string> path) => At(path).AsList is { } list
        ? list.Items.ToArray().Select(item => item.AsMap).OfType<MapValue>().Select(map => new LiveObject(map))
        : [];

    /// <summary>Any value; nil if there is none.</summary>
    public Value At(params ReadOnlySpan<string> path)
    {
        var value = Value.Of(Fields);
        foreach (var key in path)
        {
            value = value.AsMap is { } map ? map[new ByteString(key)] : Value.Nil;
        }

        return value;
    }

    /// <summary>Kind and name.</summary>
    public override string ToString() => $"{Kind} {Name}";
}
