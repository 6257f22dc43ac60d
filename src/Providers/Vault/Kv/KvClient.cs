using System.Globalization;
using System.Text.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Kv;

/// <summary>Sends requests of a key-value engine with credentials.</summary>
internal interface IKvRequests
{
    /// <summary>Sends a request without a body; null for a 404 that says that there is nothing.</summary>
    /// <exception cref="ProviderException">Any failure.</exception>
    Task<VaultResponse?> AskAsync(HttpMethod method, string path, string query, string operation, CancellationToken ct);

    /// <summary>Sends a JSON object with PUT.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="body">Lent.</param>
    /// <param name="idempotence">Whether it may reach the server twice.</param>
    /// <param name="operation">What is asked, for people.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">Any failure.</exception>
    Task<VaultResponse?> WriteAsync(
        string path, ReadOnlyMemory<byte> body, HttpIdempotence idempotence, string operation, CancellationToken ct);
}

/// <summary>A key-value engine of either version (spec external-secrets.md 3.5).</summary>
/// <param name="requests">Sends.</param>
/// <param name="paths">Where keys are.</param>
internal sealed class KvClient(IKvRequests requests, KvPaths paths)
{
    private const int MaxNames = 100_000;
    private const int MaxFolderDepth = 64;

    /// <summary>Where keys are.</summary>
    public KvPaths Paths => paths;

    /// <summary>What is stored under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="version">Empty for the newest.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>To be disposed. Its <see cref="KvSecret.IsMissing"/> says whether there is nothing.</returns>
    /// <exception cref="ProviderException">It cannot be read.</exception>
    public async ValueTask<KvSecret> ReadAsync(string key, string version, CancellationToken ct)
    {
        var path = paths.Data(key);
        var query = version.Length > 0 && paths.IsVersioned ? "version=" + Uri.EscapeDataString(version) : "";
        var response = await requests.AskAsync(HttpMethod.Get, path, query, "read", ct);
        if (response is null)
        {
            return new(null, null, path);
        }

        try
        {
            return new(response, Content(response, path), path);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The metadata that people gave a key, and of version 2 also <c>created_time</c>, <c>current_version</c> and
    /// <c>delete_version_after</c>, unless people's have these names.
    /// </summary>
    /// <returns>Null if there are none.</returns>
    /// <exception cref="ProviderException">They cannot be read.</exception>
    public async ValueTask<SortedDictionary<string, string>?> MetadataAsync(string key, CancellationToken ct)
    {
        var path = paths.Metadata(key);
        using var response = await requests.AskAsync(HttpMethod.Get, path, "", "read metadata", ct);
        if (response?.Member("data") is not { ValueKind: JsonValueKind.Object } data)
        {
            return null;
        }

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (paths.IsVersioned)
        {
            foreach (var name in (string[])["created_time", "current_version", "delete_version_after"])
            {
                if (VaultResponse.Member(data, name) is { } value)
                {
                    found[name] = KvJson.Typed(value, keepsExponents: true).RevealText();
                }
            }
        }

        if (VaultResponse.Member(data, "custom_metadata") is { ValueKind: JsonValueKind.Object } custom)
        {
            foreach (var member in custom.EnumerateObject())
            {
                found[member.Name] = KvJson.Typed(member.Value, keepsExponents: true).RevealText();
            }
        }

        return found;
    }

    /// <summary>The keys in a folder and those below it, in the server's order.</summary>
    /// <returns>Null if there is no such folder.</returns>
    /// <exception cref="ProviderException">It cannot be listed.</exception>
    public async ValueTask<IReadOnlyList<string>?> ListAsync(string folder, CancellationToken ct)
    {
        var found = new List<string>();
        return await ListAsync(folder, 0, found, new() { Left = MaxNames }, ct) ? found : null;
    }

    /// <summary>Writes what is stored under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="data">A JSON object; lent.</param>
    /// <param name="replaces">The version that must be the newest, 0 for none at all; null to write in any case.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">
    /// <see cref="ProviderFault.Conflict"/>: another is the newest. Or it cannot be written.
    /// </exception>
    public async ValueTask WriteAsync(string key, ReadOnlyMemory<byte> data, long? replaces, CancellationToken ct)
    {
        byte[] body = paths.IsVersioned
            ? [
                .. "{\"data\":"u8, .. data.Span,
                .. replaces is { } version ? System.Text.Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $",\"options\":{{\"cas\":{version}}}}}")) : "}"u8.ToArray(),
            ]
            : data.ToArray();

        // Each write of version 2 makes a version.
        var idempotence = paths.IsVersioned ? HttpIdempotence.NotIdempotent : HttpIdempotence.Idempotent;
        using var response = await requests.WriteAsync(paths.Data(key), body, idempotence, "write", ct);
        if (response is null)
        {
            throw NoMount(paths.Data(key), "write");
        }
    }

    /// <summary>Replaces the metadata that people gave a key.</summary>
    /// <exception cref="ProviderException">They cannot be written.</exception>
    public async ValueTask WriteMetadataAsync(string key, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var path = paths.Metadata(key);
        using var response = await requests.WriteAsync(path, body, HttpIdempotence.Idempotent, "write metadata", ct);
        if (response is null)
        {
            throw NoMount(path, "write metadata");
        }
    }

    /// <summary>Deletes a key: its newest version, then all that is known of it.</summary>
    /// <exception cref="ProviderException">It cannot be deleted.</exception>
    public async ValueTask DeleteAsync(string key, CancellationToken ct)
    {
        using var data = await requests.AskAsync(HttpMethod.Delete, paths.Data(key), "", "delete", ct);
        if (paths.IsVersioned)
        {
            using var metadata = await requests.AskAsync(HttpMethod.Delete, paths.Metadata(key), "", "delete metadata", ct);
        }
    }

    /// <summary>The names in one folder, those of folders with a slash at the end.</summary>
    /// <returns>Null if there is no such folder.</returns>
    /// <exception cref="ProviderException">It cannot be listed.</exception>
    public async ValueTask<IReadOnlyList<string>?> NamesAsync(string folder, CancellationToken ct)
    {
        var path = paths.Folder(folder);
        using var response = await requests.AskAsync(HttpMethod.Get, path, "list=true", "list", ct);
        if (response is null)
        {
            return null;
        }

        if (response.Data("keys") is not { ValueKind: JsonValueKind.Array } keys)
        {
            throw VaultFailures.Unexpected(path, "list", $"the response holds no keys");
        }

        return [.. keys.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } name
            ? name
            : throw VaultFailures.Unexpected(path, "list", $"the response holds a key that is no text"))];
    }

    private async ValueTask<bool> ListAsync(string folder, int depth, List<string> found, Allowance names, CancellationToken ct)
    {
        if (await NamesAsync(folder, ct) is not { } listed)
        {
            return false;
        }

        foreach (var name in listed)
        {
            if (names.Left-- <= 0 || depth >= MaxFolderDepth)
            {
                throw VaultFailures.Unexpected(paths.Folder(folder), "list", $"there are more keys or folders than can be searched");
            }

            if (name.EndsWith('/'))
            {
                await ListAsync(folder + name, depth + 1, found, names, ct);
            }
            else
            {
                found.Add(folder + name);
            }
        }

        return true;
    }

    // The map that is stored; null where there is none any more.
    private JsonElement? Content(VaultResponse response, string path)
    {
        if (response.Member("data") is not { } data)
        {
            throw response.HasWarnings ? WrongVersion(path)
                : VaultFailures.Unexpected(path, "read", $"the response holds no data");
        }

        if (!paths.IsVersioned)
        {
            return data.ValueKind == JsonValueKind.Object ? data
                : throw VaultFailures.Unexpected(path, "read", $"the data of the response are not an object");
        }

        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("data", out var inner))
        {
            throw VaultFailures.Unexpected(path, "read", $"failed to find data field");
        }

        return inner.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Object => inner,
            _ => throw VaultFailures.Unexpected(path, "read", $"the data of the response are not an object"),
        };
    }

    private static ProviderException WrongVersion(string path) =>
        new(new(ProviderFault.InvalidSettings, VaultFailures.Provider, "read", path), $"the path is not one of this mount's version")
        {
            Hint = "the mount is a key-value engine of the other version: correct version (v1 or v2) of the store",
        };

    private static ProviderException NoMount(string path, string operation) =>
        new(new(ProviderFault.NotFound, VaultFailures.Provider, operation, path) { Status = 404 },
            $"there is nothing that could be written")
        {
            Hint = "check the path of the mount and the namespace",
        };

    // Keys and folders alike: a server that makes up folders would be asked without end.
    private sealed class Allowance
    {
        public int Left { get; set; }
    }
}
