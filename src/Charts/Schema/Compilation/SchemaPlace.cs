namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Where a schema is.</summary>
/// <param name="Resource">The resource around it, whose URL is the base of its references.</param>
/// <param name="Pointer">From the document's root.</param>
internal sealed record SchemaPlace(SchemaResource Resource, SchemaPointer Pointer)
{
    /// <summary>As messages show it.</summary>
    public string Location => $"{Resource.Document.Url}#{Pointer.ToFragment()}";

    /// <summary>The place of a keyword of this schema, as messages show it.</summary>
    public string LocationOf(string keyword) => $"{Location}/{keyword}";
}
