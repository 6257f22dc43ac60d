using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Aws.Kms;

/// <summary>
/// Wraps key parts with keys of AWS KMS (spec sops.md 7.5). Requests and messages are those of sops 3.13.2. Makes no connection and reads
/// no credentials before its first use. Safe for concurrent use.
/// </summary>
public sealed class AwsKmsKeyService : IKeyService
{
    private const string WrapPrefix = "failed to encrypt sops data key with AWS KMS: ";
    private const string UnwrapPrefix = "failed to decrypt sops data key with AWS KMS: ";

    private readonly ProviderHost _host;
    private readonly Lazy<AwsClient> _client;
    private readonly Lazy<AwsIdentities> _identities;

    /// <summary>A service for the keys that the environment's credentials may use.</summary>
    /// <param name="host">The surroundings; lent.</param>
    public AwsKmsKeyService(ProviderHost host)
    {
        _host = host;
        _client = new(() => new(host, AwsReview.Policy));
        _identities = new(() => new(host, _client.Value));
    }

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => type == KeyType.AwsKms;

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        var kms = KeyOf(key);
        ArgumentNullException.ThrowIfNull(part);
        ct.ThrowIfCancellationRequested();
        if (KmsKeyArn.RegionOf(kms.Arn) is not { } region)
        {
            throw new KeyServiceException(KeyWrapFault.InvalidKey, $"no valid ARN found in '{kms.Arn}'");
        }

        using var body = new JsonBody(json =>
        {
            WriteContext(json, kms.Context);
            json.WriteString("KeyId", kms.Arn);
            json.WriteBase64String("Plaintext", part.Span);
        });
        var (content, problem) = await SendAsync(kms, region, "Encrypt", body, WrapPrefix, ct);
        if (problem is not null)
        {
            throw new KeyServiceException(problem.WrapFault, problem.Text) { Hint = problem.Hint };
        }

        return KmsContent.Text(content, "CiphertextBlob"u8)
            ?? throw new KeyServiceException(KeyWrapFault.InvalidResult, WrapPrefix + "the answer holds no ciphertext");
    }

    /// <inheritdoc/>
    public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        var kms = KeyOf(wrapped.Key);
        ct.ThrowIfCancellationRequested();
        var blob = new byte[wrapped.Enc.Length];
        if (!Convert.TryFromBase64String(wrapped.Enc, blob, out var length))
        {
            return UnwrapResult.Failure(kms, UnwrapOutcome.Malformed, "error base64-decoding encrypted data key: illegal base64 data");
        }

        if (KmsKeyArn.RegionOf(kms.Arn) is not { } region)
        {
            return UnwrapResult.Failure(
                kms, UnwrapOutcome.Malformed, Core.Display.DisplayText.Message($"no valid ARN found in '{kms.Arn}'"));
        }

        using var body = new JsonBody(json =>
        {
            json.WriteBase64String("CiphertextBlob", blob.AsSpan(0, length));
            WriteContext(json, kms.Context);
            json.WriteString("KeyId", kms.Arn);
        });
        var (content, problem) = await SendAsync(kms, region, "Decrypt", body, UnwrapPrefix, ct);
        if (problem is not null)
        {
            return UnwrapResult.Failure(kms, problem.Outcome, problem.Text);
        }

        try
        {
            return KmsContent.Part(content, "Plaintext"u8) is { } part ? UnwrapResult.Success(kms, part)
                : UnwrapResult.Failure(kms, UnwrapOutcome.Malformed, UnwrapPrefix + "the answer holds no plaintext");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static AwsKmsMasterKey KeyOf(MasterKey key) =>
        key as AwsKmsMasterKey ?? throw new ArgumentException("not a key of AWS KMS", nameof(key));

    // The reference sends an empty object for none, and it is recorded so.
    private static void WriteContext(Utf8JsonWriter json, EncryptionContext context)
    {
        json.WriteStartObject("EncryptionContext");
        foreach (var (name, value) in context.Pairs)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private async ValueTask<(byte[]? Content, KmsProblem? Problem)> SendAsync(
        AwsKmsMasterKey key, string region, string operation, JsonBody body, string prefix, CancellationToken ct)
    {
        IAwsCredentials identity;
        AwsResult result;
        try
        {
            identity = Identity(key, region);
            if (key.Role.Length > 0)
            {
                // Before anything else, and with words of its own, as in the reference.
                await identity.GetAsync(ct);
            }
        }
        catch (ProviderException failure)
        {
            return (null, KmsProblem.Of(key.Role.Length > 0 ? $"failed to assume role '{key.Role}': " : "", failure));
        }

        try
        {
            var call = new AwsCall("kms", operation, region, AwsRegions.Endpoint(_host.Environment, "kms", "KMS", region))
            {
                Headers = [new("X-Amz-Target", $"TrentService.{operation}")],
                Body = body.Bytes,
                Secrets = () => SentSecrets.InJson(
                    body.Bytes.Span, ["KeyId", "CiphertextBlob", .. key.Context.Pairs.Select(pair => pair.Key)]),
                Tls = _identities.Value.Tls,
            };
            result = await _client.Value.SendAsync(call, identity, ct);
        }
        catch (ProviderException failure)
        {
            return (null, KmsProblem.Of($"{prefix}operation error KMS: {operation}, get identity: get credentials: ", failure));
        }

        return (result.Content, result.Failure is { } refused ? KmsProblem.Of(prefix, operation, refused) : null);
    }

    private IAwsCredentials Identity(AwsKmsMasterKey key, string region)
    {
        var identity = _identities.Value.Of(key.Profile, region);
        if (key.Role.Length == 0)
        {
            return identity;
        }

        var role = new RoleRequest(key.Role, KmsSessionName.Of(System.Net.Dns.GetHostName()));
        return _identities.Value.InRole(
            identity, key.Profile, region, role, AwsRegions.Endpoint(_host.Environment, "sts", "STS", region));
    }
}
