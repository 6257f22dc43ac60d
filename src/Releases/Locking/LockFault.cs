namespace SecretsKit.Releases.Locking;

/// <summary>Why a lock is not ours.</summary>
public enum LockFault
{
    /// <summary>Somebody else holds it.</summary>
    Held,

    /// <summary>It could not be renewed in time, or somebody took it: nothing more may be written.</summary>
    Lost,

    /// <summary>The server does not let us lock.</summary>
    Refused,
}
