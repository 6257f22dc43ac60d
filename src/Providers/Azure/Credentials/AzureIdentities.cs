using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>
/// The identities of a run that stores name: one token for all callers of one of them, renewed before it ends. Safe for concurrent use.
/// </summary>
internal sealed class AzureIdentities
{
    private readonly SharedByName<IHttpAuthenticator> _shared = new();
    private readonly TimeProvider _clock;

    private AzureIdentities(TimeProvider clock) => _clock = clock;

    /// <summary>Those of a run.</summary>
    public static AzureIdentities Of(ProviderHost host) => host.Shared(static run => new AzureIdentities(run.Clock));

    /// <summary>What adds the token of an identity, the same for all who name it alike.</summary>
    /// <param name="resource">What the token is for.</param>
    /// <param name="identity">Who asks; made if it is new.</param>
    /// <param name="name">
    /// Everything that tells the identity from others. A secret is among it as the hash of <see cref="Fingerprint"/> alone.
    /// </param>
    public IHttpAuthenticator Share(AzureTokenRequest resource, Func<IAzureIdentity> identity, params ReadOnlySpan<string> name) =>
        // No part can hold the separator: they are ids, names, addresses and hashes.
        _shared.Get(
            string.Join('\n', [resource.Resource, .. name]),
            () => new TokenAuthenticator(new AzureTokenSource(identity(), resource), _clock));

    /// <summary>A hash of a secret, to tell it from others without holding it.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> secret) => Sha256.HashText(secret);
}
