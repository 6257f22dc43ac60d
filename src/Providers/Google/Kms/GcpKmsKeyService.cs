using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;

namespace SecretsKit.Providers.Google.Kms;

/// <summary>
/// Wraps and unwraps with keys of Google's Cloud KMS (spec sops.md 7.6), by gRPC, or by REST where <c>SOPS_GCP_KMS_CLIENT_TYPE</c> says
/// <c>rest</c>. Messages are those of sops 3.13.2 (<c>gcpkms/keysource.go</c>). Nothing is read or opened before the first key. Safe for
/// concurrent use.
/// </summary>
/// <param name="host">The surroundings.</param>
public sealed class GcpKmsKeyService(ProviderHost host) : IKeyService
{
    private const string CredentialsHint =
        "'gcloud auth application-default login' signs in; GOOGLE_APPLICATION_CREDENTIALS names a file with other credentials";

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => type == KeyType.GcpKms;

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        var name = Resource(key);
        if (!IsResource(name))
        {
            throw new KeyServiceException(KeyWrapFault.InvalidKey, NoResource(name));
        }

        var plaintext = GC.AllocateUninitializedArray<byte>(part.Length, pinned: true);
        try
        {
            part.Span.CopyTo(plaintext);
            var ciphertext = await Client().EncryptAsync(name, plaintext, ct);
            return ciphertext.Length > 0 ? Convert.ToBase64String(ciphertext)
                : throw new KeyServiceException(KeyWrapFault.InvalidResult, "the key service returned no ciphertext");
        }
        catch (SecretsKitException failure) when (failure is not KeyServiceException)
        {
            throw new KeyServiceException(FaultOf(failure), Describe("failed to encrypt sops data key with GCP KMS key: ", failure))
            {
                Hint = failure.Hint ?? (IsWithoutCredentials(failure) ? CredentialsHint : null),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        var name = Resource(wrapped.Key);
        if (!IsResource(name))
        {
            return UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Malformed, NoResource(name));
        }

        var ciphertext = StrictBase64.TryDecodePadded(Encoding.UTF8.GetBytes(wrapped.Enc), out var errorAt);
        if (ciphertext is null)
        {
            var text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"illegal base64 data at input byte {errorAt}");
            return UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Malformed, text);
        }

        byte[]? plaintext = null;
        try
        {
            plaintext = await Client().DecryptAsync(name, ciphertext, ct);
            return UnwrapResult.Success(wrapped.Key, new KeyPart(plaintext));
        }
        catch (SecretsKitException failure)
        {
            return UnwrapResult.Failure(
                wrapped.Key, OutcomeOf(failure), Describe("failed to decrypt sops data key with GCP KMS key: ", failure));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private static string NoResource(string name) => $"cannot create GCP KMS service: no valid resource ID found in {GoQuote.Format(name)}";

    private static string Resource(MasterKey key) => key is GcpKmsMasterKey gcp ? gcp.ResourceId
        : throw new ArgumentException("not a key of Google's KMS", nameof(key));

    internal static bool IsResource(string name) => name.Split('/') is ["projects", var project, "locations", var location, "keyRings",
        var ring, "cryptoKeys", var key] && project.Length > 0 && location.Length > 0 && ring.Length > 0 && key.Length > 0;

    private IGcpKmsClient Client()
    {
        var environment = host.Environment;
        var isRest = environment.Variable("SOPS_GCP_KMS_CLIENT_TYPE") is { } type
            && type.Equals("rest", StringComparison.OrdinalIgnoreCase);
        var authenticator = GoogleCredentials.Of(host).OfSops(GoogleScopes.Kms, signsItself: !isRest);
        return isRest ? new GcpKmsRestClient(host.Http, Server(), authenticator) : new GcpKmsGrpcClient(host.Http, Server(), authenticator);
    }

    // Host and port, as the reference takes it; a whole URL is how a server without TLS is named.
    private string Server()
    {
        var environment = host.Environment;
        var named = environment.Variable("SOPS_GCP_KMS_ENDPOINT") is { Length: > 0 } endpoint ? endpoint
            : environment.Variable("SOPS_GCP_KMS_UNIVERSE_DOMAIN") is { Length: > 0 } domain ? $"cloudkms.{domain}:443"
            : "cloudkms.googleapis.com";
        return (HttpUrl.IsMeantBy(named) ? named : "https://" + named).TrimEnd('/');
    }

    // What is wrong with credentials comes before the client is made, in the reference.
    private static string Describe(string doing, SecretsKitException failure) =>
        (IsWithoutCredentials(failure) ? "cannot create GCP KMS service: " : doing) + failure.Message;

    private static bool IsWithoutCredentials(SecretsKitException failure) =>
        failure is NoGoogleCredentialsException || failure.Cause is ProviderCause { Fault: ProviderFault.InvalidSettings };

    private static KeyWrapFault FaultOf(SecretsKitException failure) => OutcomeOf(failure) switch
    {
        UnwrapOutcome.Denied => KeyWrapFault.Refused,
        UnwrapOutcome.Malformed => KeyWrapFault.InvalidResult,
        _ => KeyWrapFault.Unavailable,
    };

    private static UnwrapOutcome OutcomeOf(SecretsKitException failure) => failure switch
    {
        GcpKmsException kms => kms.Fault switch
        {
            ProviderFault.Unauthenticated or ProviderFault.Denied or ProviderFault.NotFound => UnwrapOutcome.Denied,
            ProviderFault.InvalidRequest or ProviderFault.InvalidResponse => UnwrapOutcome.Malformed,
            _ => UnwrapOutcome.Unavailable,
        },
        ProviderException { Failure.Fault: ProviderFault.Unauthenticated or ProviderFault.Denied } => UnwrapOutcome.Denied,
        _ => UnwrapOutcome.Unavailable,
    };
}
