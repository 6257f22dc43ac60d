using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Environment;

namespace SecretsKit.Providers.Vault.Transit;

/// <summary>
/// Wraps key parts with keys of Vault's transit engine: one request each, to the server that the key names (spec sops.md 7.8). Nothing is
/// read or sent before a key is used; the token is read once for a run. Safe for concurrent use.
/// </summary>
/// <param name="host">The surroundings; lent.</param>
public sealed class VaultTransitKeyService(ProviderHost host) : IKeyService
{
    private const int MostText = 512;

    private readonly TokenAuthenticator _tokens =
        new(new VaultTokens(host.Environment, host.Processes), host.Clock) { HeaderName = "X-Vault-Token", Prefix = "" };

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => type == KeyType.VaultTransit;

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        var transit = Transit(key);
        if (!VaultAllowlist.Allows(host.Environment, transit.VaultAddress))
        {
            throw new KeyServiceException(KeyWrapFault.Refused, NotAllowed(transit));
        }

        var path = PathOf(transit, "encrypt");
        var body = Body("plaintext"u8, writer => writer.WriteBase64StringValue(part.Span));
        try
        {
            using var answer = await CallAsync(transit, path, body.WrittenMemory, ct);
            return answer.Text("ciphertext") is { Length: > 0 } text ? text
                : throw new TransitFailure(UnwrapOutcome.Malformed, "the response holds no ciphertext");
        }
        catch (TransitFailure failure)
        {
            throw new KeyServiceException(
                failure.WrapFault, $"failed to encrypt sops data key to Vault transit backend '{path}': {failure.Message:lines}")
            {
                Hint = failure.Hint,
            };
        }
        finally
        {
            Wipe(body);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        ct.ThrowIfCancellationRequested();
        var transit = Transit(wrapped.Key);
        if (!VaultAllowlist.Allows(host.Environment, transit.VaultAddress))
        {
            return UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Denied, NotAllowed(transit));
        }

        var path = PathOf(transit, "decrypt");
        byte[]? part = null;
        try
        {
            var body = Body("ciphertext"u8, writer => writer.WriteStringValue(wrapped.Enc));
            using var answer = await CallAsync(transit, path, body.WrittenMemory, ct);
            part = answer.Bytes("plaintext")
                ?? throw new TransitFailure(UnwrapOutcome.Malformed, "the response holds no plaintext in base64");
            return UnwrapResult.Success(wrapped.Key, new KeyPart(part));
        }
        catch (TransitFailure failure)
        {
            return UnwrapResult.Failure(
                wrapped.Key, failure.Outcome, $"failed to decrypt sops data key from Vault transit backend '{path}': {failure.Message}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }

    private async Task<TransitAnswer> CallAsync(VaultTransitMasterKey key, string path, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        try
        {
            var server = VaultEnvironment.Server(host.Environment, key.VaultAddress);
            var request = new VaultRequest(HttpMethod.Put, path)
            {
                Body = body,
                Authenticator = _tokens,
                Idempotence = HttpIdempotence.Idempotent,
            };
            var response = await new VaultApi(host.Http, server).SendAsync(request, ct);
            if (response is { IsSuccess: true, IsMalformed: false })
            {
                return new(response);
            }

            using (response)
            {
                throw TransitFailure.Of(response, server, request);
            }
        }
        catch (HttpTransportException failure)
        {
            throw new TransitFailure(UnwrapOutcome.Unavailable, GoHttpFailure.Report(failure.Failure)) { Hint = failure.Hint };
        }
        catch (ProviderException failure)
        {
            throw new TransitFailure(UnwrapOutcome.Denied, failure.Message) { Hint = failure.Hint };
        }
    }

    private static ArrayBufferWriter<byte> Body(ReadOnlySpan<byte> name, Action<Utf8JsonWriter> value)
    {
        // Large enough from the beginning, so that no copy is left behind when it grows.
        var body = new ArrayBufferWriter<byte>(MostText);
        using var writer = new Utf8JsonWriter(body,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WritePropertyName(name);
        value(writer);
        writer.WriteEndObject();
        writer.Flush();
        return body;
    }

    private static void Wipe(ArrayBufferWriter<byte> body) =>
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsMemory(body.WrittenMemory).Span);

    private static string PathOf(VaultTransitMasterKey key, string operation) => $"{key.EnginePath.Trim('/')}/{operation}/{key.KeyName}";

    private static string NotAllowed(VaultTransitMasterKey key) => $"Allowlist does not allow {key.VaultAddress}";

    private static VaultTransitMasterKey Transit(MasterKey key) =>
        key as VaultTransitMasterKey ?? throw new ArgumentException("not a key of Vault transit", nameof(key));
}
