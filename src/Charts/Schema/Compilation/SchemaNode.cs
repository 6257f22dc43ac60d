using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>One compiled schema. Fixed once compilation is over; until then schemas refer to nodes that have no keywords yet.</summary>
internal sealed class SchemaNode
{
    private readonly string? _location;

    /// <param name="place">Where it is.</param>
    public SchemaNode(SchemaPlace place) => Place = place;

    /// <param name="location">What messages say where no document has it.</param>
    /// <param name="resource">A resource of its draft.</param>
    public SchemaNode(string location, SchemaResource resource)
        : this(new SchemaPlace(resource, SchemaPointer.Root)) => _location = location;

    /// <summary>Where it is; known for good when it is filled.</summary>
    public SchemaPlace Place { get; set; }

    /// <summary>URL and pointer, for messages.</summary>
    public string Location => _location ?? Place.Location;

    /// <summary>Whether this is the schema <c>false</c>.</summary>
    public bool IsFalse { get; init; }

    /// <summary>Whether it accepts every value without a look: <c>true</c> and <c>{}</c>.</summary>
    public bool IsTrue { get; set; }

    /// <summary>What is checked first; after the first that fails, nothing else of this schema is.</summary>
    public Keyword[] Gates { get; set; } = [];

    /// <summary>What is checked then: all report.</summary>
    public Keyword[] Keywords { get; set; } = [];

    /// <summary>The root of its resource, which is what dynamic references look at.</summary>
    public SchemaNode? ResourceNode { get; set; }

    /// <summary>Its own <c>$dynamicAnchor</c>, or null.</summary>
    public string? DynamicAnchor { get; set; }

    /// <summary>Of the root of a resource: all dynamic anchors in the resource.</summary>
    public IReadOnlyDictionary<string, SchemaNode>? DynamicAnchors { get; set; }

    /// <summary>Whether it has <c>$recursiveAnchor</c>.</summary>
    public bool IsRecursive { get; set; }
}
