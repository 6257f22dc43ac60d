using System.Text;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Charts.UnitTesting.Rendering;

/// <summary>
/// A cluster of the objects that a suite lists, for <c>lookup</c>. Lists are refused for kinds of which there is no object, as the
/// reference's fake of a cluster refuses them; single objects are just not there.
/// </summary>
internal sealed class FakeCluster
{
    private static readonly ByteString MetadataKey = new("metadata"u8.ToArray());

    private readonly Dictionary<string, ClusterKind> _kinds = new(StringComparer.Ordinal);
    private readonly List<Stored> _objects = [];

    /// <summary>The cluster of a suite and a test.</summary>
    public FakeCluster(params IEnumerable<ClusterSettings> settings)
    {
        foreach (var own in settings)
        {
            foreach (var (name, kind) in own.Kinds)
            {
                _kinds[name] = kind;
            }

            foreach (var item in own.Objects)
            {
                Add(item);
            }
        }

        _objects.Sort((a, b) => string.CompareOrdinal(a.Namespace, b.Namespace) is var order && order != 0
            ? order
            : string.CompareOrdinal(a.Name, b.Name));
    }

    /// <summary>What <c>lookup</c> finds.</summary>
    public Value Lookup(string apiVersion, string kind, string @namespace, string name)
    {
        var known = _kinds.GetValueOrDefault($"{apiVersion}/{kind}") ?? new("", "", "", false);
        var resource = new Resource(known.Group, known.Version, known.Resource);
        var space = known.IsNamespaced ? @namespace : "";
        return name.Length > 0 ? Get(resource, space, name) : List(resource, space, apiVersion, kind);
    }

    private Value Get(Resource resource, string @namespace, string name) =>
        _objects.Find(item => item.Resource == resource && item.Name == name && item.Namespace == @namespace) is { } found
            ? Value.Of(found.Object)
            : Value.Of(new MapValue());

    private Value List(Resource resource, string @namespace, string apiVersion, string kind)
    {
        if (!_objects.Exists(item => item.Resource == resource))
        {
            var known = _objects.Select(item => $"{item.Resource}:{item.Kind}List").Distinct().Order(StringComparer.Ordinal);
            throw new FunctionException(
                "coding error: you must register resource to list kind for every resource you're going to LIST when creating the client.  "
                + "See NewSimpleDynamicClientWithCustomListKinds or register the list into the scheme: "
                + $"{resource} out of map[{string.Join(' ', known)}]");
        }

        var items = _objects
            .Where(item => item.Resource == resource && (@namespace.Length == 0 || item.Namespace == @namespace))
            .Select(item => Value.Of(item.Object));
        var list = new MapValue();
        list.Set(new("apiVersion"), Value.Of(apiVersion));
        list.Set(new("kind"), Value.Of(kind + "List"));
        list.Set(new("items"), Value.Of(new ListValue([.. items])));
        return Value.Of(list);
    }

    private void Add(MapValue item)
    {
        var (version, kind) = (Text(item, "apiVersion"), Text(item, "kind"));
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var resource = new Resource(slash < 0 ? "" : version[..slash], version[(slash + 1)..], Plural(kind));
        var metadata = item.TryGet(MetadataKey, out var inner) && inner.AsMap is { } map ? map : new MapValue();
        var (space, name) = (Text(metadata, "namespace"), Text(metadata, "name"));
        _objects.RemoveAll(old => old.Resource == resource && old.Name == name && old.Namespace == space);
        _objects.Add(new(resource, kind, space, name, item));
    }

    private static string Text(MapValue map, string name) =>
        map.TryGet(new(name), out var value) && value.IsString ? Encoding.UTF8.GetString(value.StringBytes) : "";

    // As Kubernetes guesses them.
    private static string Plural(string kind)
    {
        var word = kind.ToLowerInvariant();
        return word switch
        {
            "endpoints" => word,
            [.., 's'] => word + "es",
            [.., 'y'] => word[..^1] + "ies",
            _ => word + "s",
        };
    }

    private sealed record Stored(Resource Resource, string Kind, string Namespace, string Name, MapValue Object);

    private readonly record struct Resource(string Group, string Version, string Name)
    {
        public override string ToString() => $"{Group}/{Version}, Resource={Name}";
    }
}
