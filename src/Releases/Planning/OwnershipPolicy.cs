namespace SecretsKit.Releases.Planning;

/// <summary>What becomes of objects that are there and are not known to be of the release.</summary>
public enum OwnershipPolicy
{
    /// <summary>They must have its marks; otherwise nothing is done.</summary>
    Require,

    /// <summary>They become its own.</summary>
    Take,
}
