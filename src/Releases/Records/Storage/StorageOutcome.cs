namespace SecretsKit.Releases.Records.Storage;

/// <summary>What became of a change to a storage.</summary>
public enum StorageOutcome
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>There is a record of that name; nothing was changed.</summary>
    AlreadyExists,

    /// <summary>There is no record of that name; nothing was changed.</summary>
    NotFound,
}
