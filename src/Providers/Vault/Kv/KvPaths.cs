using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Kv;

/// <summary>Where keys of a store are in a key-value engine (spec external-secrets.md 3.5, Paths).</summary>
/// <param name="mount">The mount, perhaps with a folder; empty if keys name it.</param>
/// <param name="isVersioned">Whether the engine is of version 2.</param>
internal sealed class KvPaths(string mount, bool isVersioned)
{
    private readonly string _mount = mount.Trim('/');

    /// <summary>Whether the engine is of version 2.</summary>
    public bool IsVersioned => isVersioned;

    /// <summary>The path of a key's data.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidRequest"/>: the key leads out of the mount.</exception>
    public string Data(string key)
    {
        if (_mount.Length > 0)
        {
            return isVersioned ? VaultPath.Join(_mount, "data", Relative(key)) : VaultPath.Join(_mount, Relative(key));
        }

        if (!isVersioned || key.Contains("/data/", StringComparison.Ordinal))
        {
            return VaultPath.Join(key);
        }

        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? VaultPath.Join(key, "data") : VaultPath.Join(key[..slash], "data", key[(slash + 1)..]);
    }

    /// <summary>The path of a key's metadata; of version 1 its data.</summary>
    /// <exception cref="ProviderException">
    /// <see cref="ProviderFault.InvalidRequest"/>: without a mount, the key does not say where its data are.
    /// </exception>
    public string Metadata(string key)
    {
        if (!isVersioned)
        {
            return Data(key);
        }

        if (_mount.Length > 0)
        {
            return VaultPath.Join(_mount, "metadata", Relative(key));
        }

        const string data = "/data/";
        var place = key.IndexOf(data, StringComparison.Ordinal);
        return place < 0
            ? throw new ProviderException(
                new(ProviderFault.InvalidRequest, VaultFailures.Provider, "metadata", key),
                    $"the key does not hold {data}, and the store names no path")
            : VaultPath.Join(key[..place], "metadata", key[(place + data.Length)..]);
    }

    /// <summary>
    /// The path to list a folder, without a slash at its end (goldens eso, vault-find). Names below it count from the mount, or from where
    /// the folder does if the store names no mount.
    /// </summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidRequest"/>: the folder leads out of the mount.</exception>
    public string Folder(string folder) => (_mount.Length > 0
        ? VaultPath.Join(isVersioned ? $"{_mount}/metadata/{folder}" : $"{_mount}/{folder}")
        : isVersioned ? Metadata(folder + "/") : VaultPath.Join(folder)).TrimEnd('/');

    private string Relative(string key)
    {
        if (!key.StartsWith(_mount + "/", StringComparison.Ordinal))
        {
            return key;
        }

        var rest = key[(_mount.Length + 1)..];
        return isVersioned && rest.StartsWith("data/", StringComparison.Ordinal) ? rest["data/".Length..] : rest;
    }
}
