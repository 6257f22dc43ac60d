using SecretsKit.Core.Errors;

namespace SecretsKit.Sync.Failures;

/// <summary>What a mapping failed at; its condition and the next attempt depend on this alone.</summary>
internal enum SyncFault
{
    /// <summary>Reading or changing the provider's data.</summary>
    ProviderData,

    /// <summary>The template, or writing the target.</summary>
    Target,

    /// <summary>Another controller owns the target.</summary>
    Ownership,

    /// <summary>Another mapping owns the target.</summary>
    OwnedByAnother,

    /// <summary>The target may not change.</summary>
    Immutable,

    /// <summary>Deleting is not allowed by the policies.</summary>
    DeletionRefused,

    /// <summary>The API server did not delete the target.</summary>
    DeletionFailed,

    /// <summary>The API server did not delete a Secret of an earlier name.</summary>
    OrphanDeletion,

    /// <summary>Targets of other kinds are switched off.</summary>
    GenericTarget,

    /// <summary>The Secret that is pushed does not exist.</summary>
    SourceMissing,
}

/// <summary>Why a failure of a mapping came about.</summary>
/// <param name="Fault">What failed.</param>
internal sealed record SyncCause(SyncFault Fault) : FailureCause;

#pragma warning disable CA1032 // A failure without its fault has no meaning here.
/// <summary>A mapping could not be carried out. The message is the reference's, without values of secrets.</summary>
internal sealed class SyncException : SecretsKitException
{
    public SyncException(SyncFault fault, string message, SecretsKitException? inner = null)
        : base(ErrorCode.General, message, inner)
    {
        Fault = fault;
        Cause = new SyncCause(fault);
    }

    public SyncFault Fault { get; }
}
#pragma warning restore CA1032
