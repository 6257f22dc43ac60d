using SecretsKit.Core.Data;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Kubernetes.Configuration;

namespace SecretsKit.Providers.Stores;

/// <summary>What a store is made with.</summary>
/// <param name="Name">The name of the manifest.</param>
/// <param name="IsClusterStore">Whether it is a ClusterSecretStore, whose references may name namespaces.</param>
/// <param name="Namespace">
/// The namespace that secrets are read for; empty while a ClusterSecretStore is looked at by itself.
/// </param>
/// <param name="References">Reads what the manifest refers to in its cluster.</param>
/// <param name="Host">The surroundings.</param>
public sealed record StoreContext(string Name, bool IsClusterStore, string Namespace, IStoreReferences References, ProviderHost Host)
{
    /// <summary>How often a request is repeated, from <c>retrySettings.maxRetries</c>; null if the manifest has no such settings.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>How long to wait before each repetition, from <c>retrySettings.retryInterval</c>; null for the provider's own.</summary>
    public TimeSpan? RetryInterval { get; init; }

    /// <summary>The keys for encrypted files; null where there are none. Lent.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>
    /// Whether logins outlive the store, for the next store of the same identity: for programs that go on and make stores again and again.
    /// Default false: the last store of an identity that is disposed ends its login.
    /// </summary>
    public bool KeepsLogins { get; init; }

    /// <summary>
    /// Whether stores may read files of this machine. Default false: in a cluster those are the agent's, and no business of a namespace.
    /// </summary>
    public bool AllowsFiles { get; init; }

    /// <summary>
    /// Whether URLs of manifests may lead to this machine and its link. Default false: in a cluster those are the agent's own services and
    /// the metadata server of the cloud.
    /// </summary>
    public bool AllowsLocalAddresses { get; init; }

    /// <summary>
    /// Whether a SecretStore may not log in to Vault with the service account of this program itself, whose token goes to the server that
    /// the manifest names. Default false, as the reference; a ClusterSecretStore always may.
    /// </summary>
    public bool RefusesOwnAccount { get; init; }

    /// <summary>
    /// Whether numbers that a webhook's <c>jsonPath</c> finds lose their decimals, as in the reference (quirk Q7). Default false.
    /// </summary>
    public bool RoundsNumbers { get; init; }

    /// <summary>
    /// The folder with the token of this program's own account, for stores that name no other. Default: where Kubernetes mounts it.
    /// </summary>
    internal string AccountFolder { get; init; } = ServiceAccountFolder.DefaultPath;

    /// <summary>Executes templates of manifests. Default null: Go's language with the functions of Sprig.</summary>
    public StoreTemplate? Template { get; init; }
}

/// <summary>Executes a template of a manifest.</summary>
/// <param name="text">The template.</param>
/// <param name="data">What dot is: maps of texts. Lent.</param>
/// <param name="ct">Ends it.</param>
/// <returns>The result.</returns>
/// <exception cref="Core.Errors.SecretsKitException">
/// It is no template, or fails. The message may quote data: it is not shown, unless the text cannot be parsed.
/// </exception>
public delegate byte[] StoreTemplate(string text, Value data, CancellationToken ct);

/// <summary>
/// A kind of store: one line in <c>Registration/SecretStores.cs</c>.
/// </summary>
/// <param name="Field">Its key under <c>spec.provider</c>, such as <c>vault</c>.</param>
/// <param name="Create">
/// Makes a store of what the manifest has under that key. Sends nothing. Throws a <see cref="Failures.ProviderException"/> with
/// <see cref="Failures.ProviderFault.InvalidSettings"/> where that is wrong.
/// </param>
public sealed record SecretStoreKind(string Field, Func<MapValue, StoreContext, ISecretStore> Create);

/// <summary>
/// Reads what manifests of stores refer to: from the API server in a cluster, elsewhere from manifests that were given.
/// </summary>
public interface IStoreReferences
{
    /// <summary>The value of a key of a Secret.</summary>
    /// <exception cref="Failures.ProviderException">The Secret or the key is missing, or may not be read.</exception>
    ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct);

    /// <summary>All keys of a Secret, and its labels.</summary>
    /// <exception cref="Failures.ProviderException">It is missing, or may not be read.</exception>
    ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(string ns, string name, CancellationToken ct);

    /// <summary>The value of a key of a ConfigMap.</summary>
    /// <exception cref="Failures.ProviderException">The ConfigMap or the key is missing, or may not be read.</exception>
    ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct);

    /// <summary>The annotations of a service account.</summary>
    /// <exception cref="Failures.ProviderException">It is missing, or may not be read.</exception>
    ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(string ns, string name, CancellationToken ct);

    /// <summary>The names of the Secrets that a service account lists, in its order: those of old clusters hold a token of it.</summary>
    /// <exception cref="Failures.ProviderException">It is missing, or may not be read.</exception>
    ValueTask<IReadOnlyList<string>> ServiceAccountSecretsAsync(string ns, string name, CancellationToken ct);

    /// <summary>A new token of a service account.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="audiences">Whom the token is for; none for the API server itself.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <param name="ct">Ends the request.</param>
    /// <returns>The token, secret.</returns>
    /// <exception cref="Failures.ProviderException">There is no such account, or its tokens may not be made.</exception>
    ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct);
}
