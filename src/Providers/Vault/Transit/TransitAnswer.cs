using System.Text.Json;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Transit;

/// <summary>A success of the transit engine. Disposing wipes it.</summary>
/// <param name="response">Given away.</param>
internal sealed class TransitAnswer(VaultResponse response) : IDisposable
{
    /// <summary>A member of <c>data</c> that is a text, or null.</summary>
    public string? Text(string name) =>
        response.Data(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The bytes of a member of <c>data</c> in base64, to be wiped by the caller; null if it is none.</summary>
    public byte[]? Bytes(string name) =>
        response.Data(name) is { ValueKind: JsonValueKind.String } text && text.TryGetBytesFromBase64(out var bytes) ? bytes : null;

    /// <inheritdoc/>
    public void Dispose() => response.Dispose();
}
