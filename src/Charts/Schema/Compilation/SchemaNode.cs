using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>One compiled schema. Fixed once compilation is over; until then schemas refer to nodes that have no keywords yet.</summary>
/// <param name="location">URL and pointer, for messages.</param>
/// <param name="resource">The resource that it belongs to, which is what dynamic references look at.</param>
internal sealed class SchemaNode(string location, SchemaResource resource)
{
    public string Location { get; } = location;

    public SchemaResource Resource { get; } = resource;

    /// <summary>Whether this is the schema <c>false</c>.</summary>
    public bool IsFalse { get; init; }

    public Keyword[] Keywords { get; set; } = [];
}
