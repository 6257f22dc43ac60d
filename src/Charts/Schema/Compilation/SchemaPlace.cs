namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Where a schema stands.</summary>
/// <param name="Resource">The resource around it, whose URL is the base of its references.</param>
/// <param name="Document">The URL of the document around that.</param>
/// <param name="Pointer">From the document's root.</param>
internal sealed record SchemaPlace(SchemaResource Resource, string Document, string Pointer)
{
    /// <summary>As messages show it.</summary>
    public string Location => $"{Document}#{Pointer}";
}
