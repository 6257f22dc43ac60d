using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Cli.Stores;

/// <summary>
/// What stores refer to, from manifests that were given instead of a cluster. An object that names no namespace is in each of them.
/// </summary>
/// <param name="objects">Secrets, ConfigMaps and ServiceAccounts among other objects.</param>
internal sealed class GivenReferences(IReadOnlyList<GivenObject> objects) : IStoreReferences
{
    private const string Provider = "manifests";

    /// <inheritdoc/>
    public ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        ValueTask.FromResult(DataOf(Find("Secret", ns, name))[key] ?? throw MissingKey("Secret", ns, name, key));

    /// <inheritdoc/>
    public ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
        string ns, string name, CancellationToken ct)
    {
        var found = Find("Secret", ns, name);
        return ValueTask.FromResult<(SecretMap, IReadOnlyDictionary<string, string>)>((DataOf(found), Texts(found, "labels")));
    }

    /// <inheritdoc/>
    public ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct)
    {
        var found = Find("ConfigMap", ns, name);
        return ValueTask.FromResult(
            found.Tree[new ByteString("data")].AsMap is { } data && data[new ByteString(key)] is { IsString: true } text
                ? new SecretValue(text.StringBytes)
                : found.Tree[new ByteString("binaryData")].AsMap is { } binary && binary[new ByteString(key)] is { IsString: true } coded
                ? Decoded(found, key, coded)
                : throw MissingKey("ConfigMap", ns, name, key));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(string ns, string name, CancellationToken ct) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, string>>(Texts(Find("ServiceAccount", ns, name), "annotations"));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ServiceAccountSecretsAsync(string ns, string name, CancellationToken ct) =>
        ValueTask.FromResult(StoreReferenceFields.SecretsOf(Find("ServiceAccount", ns, name).Tree));

    /// <inheritdoc/>
    public ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct) =>
        throw new ProviderException(
            new(ProviderFault.Unsupported, Provider, "token", $"{ns}/{name}"), $"tokens of service accounts come from a cluster alone")
        {
            Hint = "give the store other credentials here, such as a Secret or those of the environment",
        };

    private GivenObject Find(string kind, string ns, string name) =>
        objects.FirstOrDefault(item => item.Kind == kind && item.Name == name && (item.Namespace.Length == 0 || item.Namespace == ns))
            ?? throw new ProviderException(
                new(ProviderFault.NotFound, Provider, $"read {kind}", $"{ns}/{name}"), $"it is not among the manifests that were given")
            {
                Hint = "--manifests PATH names files and folders that hold it; they may be encrypted with SOPS",
            };

    private static SecretMap DataOf(GivenObject secret)
    {
        var map = new SecretMap();
        if (secret.Tree[new ByteString("data")].AsMap is { } data)
        {
            foreach (var key in data.SortedKeys.ToArray())
            {
                map[key.RevealText()] = Decoded(secret, key.RevealText(), data[key]);
            }
        }

        if (secret.Tree[new ByteString("stringData")].AsMap is { } texts)
        {
            foreach (var key in texts.SortedKeys.ToArray())
            {
                map[key.RevealText()] = texts[key] is { IsString: true } text
                    ? new(text.StringBytes)
                    : throw Wrong(secret, key.RevealText(), "expected a text");
            }
        }

        return map;
    }

    private static SecretValue Decoded(GivenObject item, string key, Value coded)
    {
        var text = coded.IsString ? new ByteString(coded.StringBytes).RevealText() : throw Wrong(item, key, "expected base64");
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length)
            ? new(buffer[..length])
            : throw Wrong(item, key, "expected base64");
    }

    private static Dictionary<string, string> Texts(GivenObject item, string field)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (item.Metadata?[new ByteString(field)].AsMap is { } map)
        {
            foreach (var key in map.SortedKeys.ToArray())
            {
                texts[key.RevealText()] = map[key] is { IsString: true } value ? new ByteString(value.StringBytes).RevealText() : "";
            }
        }

        return texts;
    }

    private static ProviderException MissingKey(string kind, string ns, string name, string key) => new(
        new(ProviderFault.NotFound, Provider, $"read {kind}", $"{ns}/{name}") { IsAboutCredentials = true },
        $"cannot find secret data for key: \"{key}\"");

    private static ProviderException Wrong(GivenObject item, string key, string problem) => new(
        new(ProviderFault.InvalidSettings, Provider, $"read {item.Kind}", $"{item.Name} in {item.File}"), $"key {key}: {problem}");
}
