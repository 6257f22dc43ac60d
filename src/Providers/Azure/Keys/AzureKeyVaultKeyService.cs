using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Azure.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Keys;

/// <summary>
/// Wraps and unwraps with RSA keys of Azure Key Vaults (spec sops.md 7.7): RSA-OAEP with SHA-256. One token serves all vaults of a cloud,
/// and nothing is looked for before the first call. Safe for concurrent use.
/// </summary>
/// <param name="host">Variables, files, processes, the network.</param>
public sealed class AzureKeyVaultKeyService(ProviderHost host) : IKeyService, IMasterKeyResolver
{
    private const string ApiVersion = "2025-07-01";
    private const string Algorithm = "RSA-OAEP-256";
    private const int MaxWrapped = 4096;

    private readonly ConcurrentDictionary<string, TokenAuthenticator> _tokens = new();
    private readonly Lock _lock = new();
    private AzureDefaultIdentity? _identity;

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <summary>Whom to trust. Default the certificates of the machine.</summary>
    internal TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => type == KeyType.AzureKeyVault;

    /// <summary>Asks for the newest version of a key that was named without one.</summary>
    /// <exception cref="SecretsKitException">It cannot be found out.</exception>
    public async ValueTask<MasterKey> ResolveAsync(MasterKey key, CancellationToken ct)
    {
        var azure = Own(key);
        if (azure.Version.Length > 0)
        {
            return key;
        }

        try
        {
            var fields = await Api(azure).SendAsync(
                HttpMethod.Get, $"/keys/{Uri.EscapeDataString(azure.Name)}/", null, "get key", azure.Id, ct);
            return fields.Child("key").Text("kid")?.Split('/') is [.., { Length: > 0 } version] && version != azure.Name
                ? azure with { Version = version }
                : throw AzureFailures.Wrong(AzureFailures.Vault, "get key", azure.Id, "the response names no version");
        }
        catch (ProviderException failure)
        {
            throw new SecretsKitException(
                ErrorCode.General, $"failed to retrieve the latest version of Azure Key Vault key '{azure.Id}': {failure.Message}", failure)
            {
                Hint = failure.Hint,
            };
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        var azure = Own(key);
        try
        {
            using var body = new JsonText();
            body.Add("alg", Algorithm).AddEncoded("value", part.Span, Encode, Base64Url.GetEncodedLength(part.Length)).End();
            var fields = await Api(azure).SendAsync(HttpMethod.Post, Path(azure, "encrypt"), body.Written, "encrypt", azure.Id, ct);
            return fields.Text("value") is { Length: > 0 and <= MaxWrapped } text && IsWrapped(text) ? text
                : throw AzureFailures.Wrong(AzureFailures.Vault, "encrypt", azure.Id, "the response holds no ciphertext");
        }
        catch (ProviderException failure)
        {
            throw new KeyServiceException(KeyFaults.OfWrap(failure.Failure.Fault), Describe(failure, azure, "encrypt"))
            {
                Hint = failure.Hint,
            };
        }
    }

    /// <inheritdoc/>
    public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        ct.ThrowIfCancellationRequested();
        var azure = Own(wrapped.Key);
        if (!IsWrapped(wrapped.Enc))
        {
            return UnwrapResult.Failure(azure, UnwrapOutcome.Malformed,
                "failed to base64 decode Azure Key Vault encrypted key: it is not unpadded base64url");
        }

        try
        {
            using var body = new JsonText();
            body.Add("alg", Algorithm).Add("value", wrapped.Enc).End();
            var fields = await Api(azure).SendAsync(HttpMethod.Post, Path(azure, "decrypt"), body.Written, "decrypt", azure.Id, ct);
            return UnwrapResult.Success(azure, Decoded(fields, azure));
        }
        catch (ProviderException failure)
        {
            return UnwrapResult.Failure(azure, KeyFaults.OfUnwrap(failure.Failure.Fault), Describe(failure, azure, "decrypt"));
        }
    }

    private static KeyPart Decoded(JsonFields fields, AzureKeyVaultMasterKey key)
    {
        var text = fields.Bytes("value");
        try
        {
            return text is { Length: > 0 } && Base64Url.IsValid(text) ? new KeyPart(text.AsSpan(0, Base64Url.DecodeFromUtf8InPlace(text)))
                : throw AzureFailures.Wrong(AzureFailures.Vault, "decrypt", key.Id, "the response holds no plaintext");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private AzureVaultApi Api(AzureKeyVaultMasterKey key)
    {
        // The address comes from a file: a token is sent only by https, and only to a server that it is made for.
        var resource = AzureVaultAddress.HostOf(key.VaultUrl) is { } address ? AzureTokenRequest.ForVault(address) : null;
        if (resource is null)
        {
            throw new ProviderException(
                new(ProviderFault.InvalidSettings, AzureFailures.Vault, "address", key.VaultUrl), $"this is not the address of a vault")
            {
                Hint = "write https://NAME.vault.azure.net",
            };
        }

        var tokens = _tokens.GetOrAdd(resource.Resource, _ => new(new AzureTokenSource(Identity(), resource), host.Clock));
        return new(host, key.VaultUrl.TrimEnd('/'), tokens, ApiVersion, Tls)
        {
            Describe = static (request, response, content, sent) => AzureErrorText.Of(request, response, content, sent),
        };
    }

    private AzureDefaultIdentity Identity()
    {
        lock (_lock)
        {
            return _identity ??= new(host, Tls);
        }
    }

    private static AzureKeyVaultMasterKey Own(MasterKey key) => key as AzureKeyVaultMasterKey
        ?? throw new ArgumentException($"a key of type {key?.Type} is not one of an Azure Key Vault", nameof(key));

    private static string Path(AzureKeyVaultMasterKey key, string verb) =>
        $"/keys/{Uri.EscapeDataString(key.Name)}/{Uri.EscapeDataString(key.Version)}/{verb}";

    private static int Encode(ReadOnlySpan<byte> value, Span<byte> text) => Base64Url.EncodeToUtf8(value, text);

    // As the reference decodes it: without padding.
    private static bool IsWrapped(string text) =>
        text.Length > 0 && !text.Contains('=', StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace) && Base64Url.IsValid(text);

    private static string Describe(ProviderException failure, AzureKeyVaultMasterKey key, string verb) =>
        failure.Failure.Operation == "credentials"
            ? $"failed to get Azure token credential to {verb}: {failure.Message}"
            : DisplayText.Message($"failed to {verb} sops data key with Azure Key Vault key '{key.Id}': ") + failure.Problem;
}
