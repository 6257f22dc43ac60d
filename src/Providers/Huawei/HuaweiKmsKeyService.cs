using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Huawei;

/// <summary>
/// Wraps and unwraps with keys of Huawei Cloud's KMS (spec sops.md 7.9). Messages are those of sops 3.13.2. Nothing is looked for before
/// the first call. Safe for concurrent use. Dispose it after the last call.
/// </summary>
public sealed class HuaweiKmsKeyService : IKeyService, IDisposable
{
    private readonly HuaweiCredentials _credentials;
    private readonly HuaweiKmsApi _api;

    /// <summary>A service of a run.</summary>
    /// <param name="host">Variables, files, the network.</param>
    public HuaweiKmsKeyService(ProviderHost host)
    {
        _credentials = new(host);
        _api = new(host, _credentials);
    }

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => type == KeyType.HuaweiKms;

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (!TrySplit(key, out var region, out var id))
        {
            throw new KeyServiceException(KeyWrapFault.InvalidKey, Malformed(key));
        }

        try
        {
            return await _api.EncryptAsync(region, id, part, ct);
        }
        catch (ProviderException failure)
        {
            throw new KeyServiceException(KeyFaults.OfWrap(failure.Failure.Fault), Describe(failure, region, "encrypt"))
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
        if (!TrySplit(wrapped.Key, out var region, out var id))
        {
            return UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Malformed, Malformed(wrapped.Key));
        }

        try
        {
            return UnwrapResult.Success(wrapped.Key, await _api.DecryptAsync(region, id, wrapped.Enc, ct));
        }
        catch (ProviderException failure)
        {
            return UnwrapResult.Failure(wrapped.Key, KeyFaults.OfUnwrap(failure.Failure.Fault), Describe(failure, region, "decrypt"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _credentials.Dispose();

    private static bool TrySplit(MasterKey key, out string region, out string id)
    {
        if (key is not HuaweiKmsMasterKey huawei)
        {
            throw new ArgumentException($"a key of type {key?.Type} is not one of Huawei Cloud", nameof(key));
        }

        var parts = huawei.KeyId.Split(':', 2, StringSplitOptions.TrimEntries);
        (region, id) = parts is [var first, var second] ? (first, second) : ("", "");
        return region.Length > 0 && id.Length > 0 && region.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
    }

    private static string Malformed(MasterKey key) =>
        DisplayText.Message($"invalid key ID format: expected 'region:key-uuid', got \"{key.Id}\"");

    private static string Describe(ProviderException failure, string region, string verb) => failure.Failure.Fault switch
    {
        ProviderFault.InvalidSettings =>
            DisplayText.Message($"failed to create HuaweiCloud KMS client: invalid region \"{region}\": ") + failure.Problem,
        ProviderFault.Unauthenticated when failure.Failure.Operation == "credentials" =>
            "failed to create HuaweiCloud KMS client: failed to get HuaweiCloud credentials: " + failure.Problem,
        _ => $"failed to {verb} sops data key with HuaweiCloud KMS: {failure.Problem}",
    };
}
