namespace SecretsKit.Releases.Operations;

/// <summary>Why an operation on a release failed, where it was not the server.</summary>
public enum DeployFault
{
    /// <summary>The name of the release is taken.</summary>
    NameInUse,

    /// <summary>There is no release of that name, or no revision of it to start from.</summary>
    NotDeployed,

    /// <summary>There is no such revision.</summary>
    NoRevision,

    /// <summary>Another operation is under way, or was left so.</summary>
    Pending,

    /// <summary>A label that a user may not choose.</summary>
    ReservedLabel,

    /// <summary>An object without a name.</summary>
    NoName,

    /// <summary>Objects could not be written.</summary>
    ObjectsRefused,

    /// <summary>The user, or a signal, ended the operation.</summary>
    Cancelled,

    /// <summary>The release was removed, or brought back to an earlier revision, because the operation failed.</summary>
    Reverted,

    /// <summary>Objects could not be deleted.</summary>
    NotDeleted,

    /// <summary>The release is uninstalled already.</summary>
    AlreadyDeleted,

    /// <summary>Two ways of writing objects that exclude each other.</summary>
    MethodConflict,
}
