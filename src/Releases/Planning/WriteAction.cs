namespace SecretsKit.Releases.Planning;

/// <summary>What is done to an object.</summary>
public enum WriteAction
{
    /// <summary>It is there as the manifest wants it: nothing is sent.</summary>
    Keep,

    /// <summary>It is made; a failure if it is there already.</summary>
    Create,

    /// <summary>The fields of the manifest are applied by the server, whether it is there or not.</summary>
    Apply,

    /// <summary>It is changed by a patch.</summary>
    Patch,

    /// <summary>It is replaced as a whole.</summary>
    Replace,
}
