using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Vault.Environment;

namespace SecretsKit.Providers.Registration;

/// <summary>
/// What stores refer to that a URL names: variables and files of this machine, as keys of one Secret. Nothing else can be reached.
/// </summary>
/// <param name="host">Variables, files, and the token helper.</param>
internal sealed class MachineReferences(ProviderHost host) : IStoreReferences
{
    /// <summary>The token of a person: a variable, a token helper, or a file.</summary>
    public const string VaultToken = "VAULT_TOKEN";

    /// <summary>The file of certificates that VAULT_CACERT names.</summary>
    public const string VaultCertificates = "VAULT_CACERT";

    /// <summary>The first file of KUBECONFIG, or the one in the home folder.</summary>
    public const string Kubeconfig = "KUBECONFIG";

    private const string Name = "environment";
    private const int MaxFile = 4 * 1024 * 1024;

    /// <summary>The selector of a key.</summary>
    public static Value Selector(string key)
    {
        var map = new MapValue();
        map.Set(new ByteString("name"), Value.Of(Name));
        map.Set(new ByteString("key"), Value.Of(key));
        return Value.Of(map);
    }

    /// <inheritdoc/>
    public async ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct)
    {
        if (name != Name)
        {
            throw Failure(ProviderFault.NotFound, name, $"a URL refers to this machine alone");
        }

        return key switch
        {
            VaultToken => await new VaultTokens(host.Environment, host.Processes).FetchAsync(null, ct) is { } token
                ? SecretValue.OfText(token.Reveal())
                : throw Failure(
                    ProviderFault.Unauthenticated, VaultToken, $"there is no token: neither VAULT_TOKEN nor ~/.vault-token is set",
                    "log in with 'vault login', or set VAULT_TOKEN"),
            VaultCertificates => File(key, host.Environment.Variable(VaultCertificates)!),
            Kubeconfig => File(key, KubeconfigPath()),
            _ => host.Environment.Variable(key) is { Length: > 0 } value
                ? SecretValue.OfText(value)
                : throw Failure(ProviderFault.Unauthenticated, key, $"this variable is not set"),
        };
    }

    /// <inheritdoc/>
    public ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
        string ns, string name, CancellationToken ct) => throw Unreachable(name);

    /// <inheritdoc/>
    public ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct) => throw Unreachable(name);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(string ns, string name, CancellationToken ct) =>
        throw Unreachable(name);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ServiceAccountSecretsAsync(string ns, string name, CancellationToken ct) =>
        throw Unreachable(name);

    /// <inheritdoc/>
    public ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct) => throw Unreachable(name);

    private string KubeconfigPath() =>
        host.Environment.Variable(Kubeconfig) is { Length: > 0 } paths ? paths.Split(Path.PathSeparator)[0]
        : host.Environment.HomeDirectory is { } home ? Path.Combine(home, ".kube", "config")
        : throw Failure(ProviderFault.Unauthenticated, Kubeconfig, $"neither KUBECONFIG nor HOME is set");

    private SecretValue File(string variable, string path)
    {
        try
        {
            return SecretFile.Read(host.Environment.ResolvePath(path), MaxFile) is { } bytes
                ? new(bytes)
                : throw Failure(ProviderFault.InvalidSettings, variable, $"{path} is too large");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failure(ProviderFault.InvalidSettings, variable, $"{SecretFile.Explain(path, failure)}",
                variable == Kubeconfig ? "set KUBECONFIG to the file that kubectl uses" : $"correct {variable}, which names the file");
        }
    }

    private static ProviderException Unreachable(string name) => Failure(ProviderFault.Unsupported, name, $"a URL refers to no cluster");

    private static ProviderException Failure(
        ProviderFault fault, string resource, Core.Display.MessageText problem, string? hint = null) =>
        new(new(fault, "environment", "read", resource), problem) { Hint = hint };
}
