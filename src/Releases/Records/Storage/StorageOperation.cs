namespace SecretsKit.Releases.Records.Storage;

/// <summary>What a storage was asked to do.</summary>
public enum StorageOperation
{
    /// <summary>To add a record.</summary>
    Create,

    /// <summary>To replace a record.</summary>
    Update,

    /// <summary>To read one record.</summary>
    Get,

    /// <summary>To remove a record.</summary>
    Delete,

    /// <summary>To find all records.</summary>
    List,

    /// <summary>To find the records of a release.</summary>
    Query,

    /// <summary>To connect, and to make its tables.</summary>
    Open,
}
