using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Local;

/// <summary>What has to be done to a Secret.</summary>
public enum LocalAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>It is replaced.</summary>
    Update,

    /// <summary>It is deleted: the store has no data any more, and the mapping wants that.</summary>
    Delete,
}

/// <summary>What a sync of a mapping came to. Not a record: it holds secrets.</summary>
public sealed class LocalOutcome
{
    /// <summary>What has to be done.</summary>
    public LocalAction Action { get; init; }

    /// <summary>
    /// The Secret as it should be, also where it is so already; null where there is none, as after a failure before it was made.
    /// </summary>
    public MapValue? Wanted { get; init; }

    /// <summary>The values of <see cref="Wanted"/> by key; none where there is none.</summary>
    public SecretMap Values => field ??= Wanted is null ? new() : SecretData.Read(Wanted);

    /// <summary>What failed, or null. Nothing is written then, unless <see cref="Action"/> says so.</summary>
    public SecretsKitException? Failure { get; init; }

    /// <summary>What an agent would say in the condition, such as <c>secret synced</c>.</summary>
    public string Message { get; init; } = "";

    /// <summary>Whether the mapping is left to others, and why not all was done; empty for nothing to say.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The action, never the content.</summary>
    public override string ToString() => $"LocalOutcome({Action})";
}
