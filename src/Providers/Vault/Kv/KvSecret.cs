using System.Text.Json;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Kv;

/// <summary>What a key-value engine has under a key. Its content is secret; disposing wipes it.</summary>
/// <param name="response">Given away; null if there is none.</param>
/// <param name="content">The map that is stored; null where it is deleted, or never was.</param>
/// <param name="path">Where it is.</param>
internal sealed class KvSecret(VaultResponse? response, JsonElement? content, string path) : IDisposable
{
    /// <summary>Where it is, below <c>/v1/</c>.</summary>
    public string Path => path;

    /// <summary>Whether there is nothing, or nothing any more.</summary>
    public bool IsMissing => content is null;

    /// <summary>The map that is stored. Valid until disposal.</summary>
    public JsonElement Content => content!.Value;

    /// <summary>The version of what is, or was, there; null for none or of version 1.</summary>
    public long? Version => response?.Data("metadata") is { } metadata
        && VaultResponse.Member(metadata, "version") is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt64(out var version)
        ? version
        : null;

    /// <summary>The path.</summary>
    public override string ToString() => $"KvSecret({path})";

    /// <inheritdoc/>
    public void Dispose() => response?.Dispose();
}
