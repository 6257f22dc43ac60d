using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Vault.Authentication.Methods;

/// <summary>Reads whose credentials those of a method are now.</summary>
internal delegate ValueTask<VaultIdentity> IdentityReading(CancellationToken ct);

/// <summary>The way in which a store's manifest says to log in. Reads nothing before <see cref="ResolveAsync"/>.</summary>
/// <param name="references">What it refers to.</param>
/// <param name="resolve">Reads it.</param>
internal sealed class VaultAuthMethod(IReadOnlyList<StoreFields> references, IdentityReading resolve)
{
    /// <summary>The namespace to log in to; empty for the store's own.</summary>
    public string LoginNamespace { get; init; } = "";

    /// <summary>Whether what it refers to is in the namespace of each mapping.</summary>
    public bool IsReferent(StoreContext context) => references.Any(reference => StoreReferenceFields.IsReferent(reference, context));

    /// <summary>Whose credentials they are now.</summary>
    /// <exception cref="Failures.ProviderException">What it refers to cannot be read.</exception>
    public ValueTask<VaultIdentity> ResolveAsync(CancellationToken ct) => resolve(ct);
}

/// <summary>Credentials as they are at one moment: a token, or a way to log in. Not a record: it reads secrets.</summary>
/// <param name="name">
/// The same text for the same credentials, so that one login serves all who have them. Secrets are in it as hashes alone.
/// </param>
internal sealed class VaultIdentity(string name)
{
    /// <summary>The same text for the same credentials.</summary>
    public string Name { get; } = name;

    /// <summary>Reads a token that is used as it is; null where there is a login.</summary>
    public SecretReading? Token { get; init; }

    /// <summary>How to log in; null where there is a token.</summary>
    public VaultLogin? Login { get; init; }

    /// <summary>A certificate to be shown, in PEM; null for none.</summary>
    public SecretValue? Certificate { get; init; }

    /// <summary>The private key of <see cref="Certificate"/>.</summary>
    public SecretValue? CertificateKey { get; init; }

    /// <summary>A text that is equal for equal secrets and says nothing of them.</summary>
    public static string Hash(SecretValue secret) => Sha256.HashText(secret.Bytes.Span);

    /// <summary>A fixed text.</summary>
    public override string ToString() => "VaultIdentity(***)";
}
