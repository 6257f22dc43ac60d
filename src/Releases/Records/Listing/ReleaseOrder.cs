namespace SecretsKit.Releases.Records.Listing;

/// <summary>The order of a list.</summary>
public enum ReleaseOrder
{
    /// <summary>By name, bytewise.</summary>
    ByName,

    /// <summary>By name, backwards.</summary>
    ByNameDescending,

    /// <summary>By the second of the last change, the oldest first.</summary>
    ByDate,

    /// <summary>By the second of the last change, the newest first.</summary>
    ByDateDescending,
}
