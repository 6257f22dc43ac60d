namespace SecretsKit.Charts.Schema;

/// <summary>Finds schemas that others refer to by URL. The schemas of the five drafts are always there and are not asked for.</summary>
public interface ISchemaResolver
{
    /// <summary>The schema of an absolute URL without fragment.</summary>
    SchemaSource Find(string url);
}
