using SecretsKit.Core.Envelope.Files;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Local;

/// <summary>How manifests are synced without an agent.</summary>
public sealed record LocalSyncOptions
{
    /// <summary>The namespace of manifests that name none. Default <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Stores of another class are left to their agent. Default <c>default</c>, as agents have it.</summary>
    public string ControllerClass { get; init; } = "default";

    /// <summary>
    /// Whether stores whose manifests name no credentials may use those of this machine, and webhooks may reach it and its link, where
    /// clouds give credentials away. Default false: they fail.
    /// </summary>
    public bool AllowsMachineCredentials { get; init; }

    /// <summary>
    /// Whether stores count only if their status says that they are ready, as agents have it. Default false: manifests have no status.
    /// </summary>
    public bool RequiresReady { get; init; }

    /// <summary>The keys for encrypted files of stores; null where there are none. Lent.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>
    /// Is given all values that were read for a mapping, on any thread, so that no message shows one: that of a template could. Default
    /// nothing.
    /// </summary>
    public Action<SecretMap> Learned { get; init; } = static _ => { };
}
