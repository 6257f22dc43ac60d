using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>One JSON document with schemas.</summary>
/// <param name="url">Where it was read from: absolute, without fragment.</param>
/// <param name="root">The whole.</param>
internal sealed class SchemaDocument(string url, Value root)
{
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaResource> _inner = new(StringComparer.Ordinal);
    private SchemaResource? _rootResource;

    public string Url { get; } = url;

    public Value Root { get; } = root;

    /// <summary>The resource of the root, which is the first that was added.</summary>
    public SchemaResource RootResource => _rootResource ?? throw new InvalidOperationException("the document has no resources yet");

    /// <summary>The resource with a URL, which may be its own or that of the document; null if it is not in this document.</summary>
    public SchemaResource? Find(string url) => url == Url ? RootResource : _resources.GetValueOrDefault(url);

    /// <summary>The resources inside the root, by JSON pointer.</summary>
    public IReadOnlyDictionary<string, SchemaResource> InnerResources => _inner;

    /// <exception cref="SchemaException">Another schema of this document has the same URL.</exception>
    public void Add(SchemaResource resource)
    {
        if (!_resources.TryAdd(resource.Url, resource))
        {
            var earlier = _resources[resource.Url].Pointer.ToString();
            throw new SchemaException(
                $"duplicate id {Quote(resource.Url)} in {Quote(Url)} at {Quote(resource.Pointer.ToString())} and {Quote(earlier)}");
        }

        if (_rootResource is null)
        {
            _rootResource = resource;
        }
        else
        {
            _inner.TryAdd(resource.Pointer.ToString(), resource);
        }
    }

    private static string Quote(string text) => Core.Text.GoQuote.Format(text);
}
