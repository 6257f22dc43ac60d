namespace SecretsKit.Providers.Stores;

/// <summary>Which secret of a store, which property and version of it.</summary>
/// <param name="Key">The store's name of the secret.</param>
public sealed record RemoteRef(string Key)
{
    /// <summary>
    /// The part of its value; empty for all of it. How it is looked up depends on the store (spec external-secrets.md 3.4).
    /// </summary>
    public string Property { get; init; } = "";

    /// <summary>Empty for the newest.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether metadata of the secret (labels, tags) are wanted instead of its value: the policy <c>Fetch</c>.</summary>
    public bool IsMetadata { get; init; }
}

/// <summary>Which secrets of a store; by name, by tags, or by both where the store can.</summary>
public sealed record SecretSearch
{
    /// <summary>A regular expression of RE2 for names, unanchored; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Tags that all must be there with these values; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Where to search, in stores with folders; empty for everywhere.</summary>
    public string Path { get; init; } = "";
}
