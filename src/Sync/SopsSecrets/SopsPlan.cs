using SecretsKit.Core.Data;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.SopsSecrets;

/// <summary>Why a document does not become a Secret.</summary>
internal enum SopsFault
{
    /// <summary>It is no SOPS document, was changed after it was encrypted, or its values cannot be keys of a Secret.</summary>
    InvalidDocument,

    /// <summary>No key that serves its namespace opens it.</summary>
    NoKey,

    /// <summary>A Secret of the name is there already and is not this object's.</summary>
    TargetTaken,

    /// <summary>The type is one that gives rights.</summary>
    RefusedType,

    /// <summary>The API server did not take the Secret.</summary>
    NotWritten,
}

/// <summary>What is done for a SopsSecret, before it is done. Not a record: it holds secrets.</summary>
/// <param name="action">What is done to the Secret.</param>
/// <param name="status">The status that follows; null if it stays.</param>
internal sealed class SopsPlan(TargetAction action, MapValue? status)
{
    public TargetAction Action { get; } = action;

    public MapValue? Status { get; } = status;

    /// <summary>The Secret as it should be; null unless it is written.</summary>
    public MapValue? Wanted { get; init; }

    public SyncEvent? Event { get; init; }

    public Requeue Requeue { get; init; }

    /// <summary>What is wrong, or null.</summary>
    public SopsFault? Fault { get; init; }

    /// <summary>The action, never the content.</summary>
    public override string ToString() => $"SopsPlan({Action})";
}
