using SecretsKit.Core.Data;
using SecretsKit.Providers.Aws.Generators;
using SecretsKit.Providers.Azure.Registry;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Generators.Tokens;
using SecretsKit.Providers.Google.Registry;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Vault.Dynamic;
using SecretsKit.Providers.Webhook;

namespace SecretsKit.Providers.Registration;

/// <summary>All kinds of generators. A new one is one line here.</summary>
public static class SecretGenerators
{
    /// <summary>The group of their manifests.</summary>
    public const string Group = "generators.external-secrets.io";

    private static readonly SecretGeneratorKind[] Kinds =
    [
        PasswordGenerator.Kind,
        UuidGenerator.Kind,
        FakeGenerator.Kind,
        SshKeyGenerator.Kind,
        MfaGenerator.Kind,
        VaultDynamicGenerator.Kind,
        WebhookGenerator.Kind,
        RegistryTokenGenerator.Kind,
        SessionTokenGenerator.Kind,
        GcrTokenGenerator.Kind,
        AcrTokenGenerator.Kind,
        GithubTokenGenerator.Kind,
        GitlabTokenGenerator.Kind,
        GrafanaTokenGenerator.Kind,
        QuayTokenGenerator.Kind,
        CloudsmithTokenGenerator.Kind,
        BeyondtrustGenerator.Kind,
    ];

    /// <summary>The kinds that are served, in order.</summary>
    public static IEnumerable<string> Names => Kinds.Select(kind => kind.Kind);

    /// <summary>The kind of this name, or null for one that this version does not serve.</summary>
    public static SecretGeneratorKind? Find(string kind) => Array.Find(Kinds, candidate => candidate.Kind == kind);

    /// <summary>Makes a generator. Asks no server.</summary>
    /// <param name="kind">The kind of the manifest.</param>
    /// <param name="spec">Its <c>spec</c>; for a ClusterGenerator what is under the field of the kind.</param>
    /// <param name="context">The namespace of the mapping, and the surroundings.</param>
    /// <exception cref="ProviderException">
    /// The kind is not served (<see cref="ProviderFault.Unsupported"/>), or its settings are wrong.
    /// </exception>
    public static ISecretGenerator Create(string kind, MapValue spec, StoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Find(kind) is { } found
            ? found.Create(spec, context)
            : throw new ProviderException(
                new(ProviderFault.Unsupported, $"{kind} generator", "create", context.Name), $"this generator is not served")
            {
                Hint = $"these are: {string.Join(", ", Names.Order(StringComparer.Ordinal))}",
            };
    }
}
