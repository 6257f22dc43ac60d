namespace SecretsKit.Releases.Definitions;

/// <summary>Why a CustomResourceDefinition is not updated.</summary>
public enum DefinitionFault
{
    /// <summary>
    /// A version goes away that <c>status.storedVersions</c> names: objects may be stored in it, and could not be read then.
    /// </summary>
    StoredVersionLost,

    /// <summary>A version is not served any more that objects were written in: their writers would fail.</summary>
    UsedVersionLost,
}
