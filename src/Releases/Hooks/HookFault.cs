namespace SecretsKit.Releases.Hooks;

/// <summary>What failed about a hook.</summary>
public enum HookFault
{
    /// <summary>Its manifest cannot be read, or the server does not have the kind.</summary>
    NotRead,

    /// <summary>The server refused to make its object.</summary>
    NotCreated,

    /// <summary>It ended with a failure, did not end in time, or cannot be watched.</summary>
    NotCompleted,

    /// <summary>Its object could not be deleted, or was not gone in time.</summary>
    NotDeleted,
}
