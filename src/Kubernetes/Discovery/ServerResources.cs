using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Schemas;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Discovery;

/// <summary>
/// Which kinds a server has. Asks for one version of a group at a time, when a kind of it is wanted; what the cache has is asked for again
/// once if a kind is not in it. Safe on all threads; dispose it after the last use.
/// </summary>
/// <param name="client">The server. Lent.</param>
/// <param name="cache">Documents of earlier runs; null for none.</param>
public sealed class ServerResources(ApiClient client, DiscoveryCache? cache) : IDisposable
{
    // Versions of groups that are asked for at a time.
    private const int Parallelism = 8;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), ApiResource> _assumed = new();
    private readonly SemaphoreSlim _gate = new(1);
    private bool _ignoresDisk;
    private KnownSchemas? _schemas;

    /// <summary>The resource of a kind.</summary>
    /// <param name="apiVersion">Group and version, as objects write them: <c>apps/v1</c>.</param>
    /// <param name="kind">The kind, as <c>Deployment</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if the server has no such kind.</returns>
    /// <exception cref="ApiException">The server refused, or the one behind that group failed.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public async ValueTask<ApiResource?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        if (_known.TryGetValue(apiVersion, out var known) && (known.Find(kind) is not null || !known.IsFromDisk))
        {
            return known.Find(kind) ?? Assumed(apiVersion, kind);
        }

        var (group, version) = Split(apiVersion);
        if (version.Length == 0)
        {
            return null;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            var found = await LoadAsync(apiVersion, group, version, cancellationToken);
            if (found.Find(kind) is null && found.IsFromDisk)
            {
                found = await FetchAsync(apiVersion, group, version, cancellationToken);
            }

            return found.Find(kind) ?? Assumed(apiVersion, kind);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>All groups with all their kinds.</summary>
    /// <exception cref="ApiException">The server refused. That one version of a group fails is part of the result.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public async Task<ApiInventory> AllAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var groups = await GroupsAsync(cancellationToken);
            (string Group, string Version)[] versions =
                [.. groups.SelectMany(group => group.Versions.Select(version => (group.Name, version)))];
            var resources = new ApiResource[versions.Length][];
            var failures = new ConcurrentDictionary<string, SecretsKitException>(StringComparer.Ordinal);
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, versions.Length, options, async (at, ct) =>
            {
                var (group, version) = versions[at];
                var apiVersion = group.Length == 0 ? version : $"{group}/{version}";
                resources[at] = [];
                try
                {
                    resources[at] = (await LoadAsync(apiVersion, group, version, ct)).Resources;
                }
                catch (SecretsKitException failure) when (failure is ApiException or HttpTransportException)
                {
                    failures[apiVersion] = failure;
                }
            });
            return new(groups, [.. resources.SelectMany(part => part)], failures);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The version of the server.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public async Task<ServerVersion> VersionAsync(CancellationToken cancellationToken)
    {
        var document = await client.SendAsync(new(HttpMethod.Get, "/version"), cancellationToken);
        return new(document.Text("gitVersion"), document.Text("major"), document.Text("minor"));
    }

    /// <summary>The fields of its kinds; null where the server checks them itself. Asked for once.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public async ValueTask<ObjectSchemas?> SchemasAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _schemas is { } known ? known.Value : (_schemas = new(await ObjectSchemas.LoadAsync(client, cancellationToken))).Value;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Takes a kind for known that the server does not have yet, because its definition is to be installed: there are no objects of it.
    /// What the server itself says counts first.
    /// </summary>
    public void Assume(ApiResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        _assumed[(resource.ApiVersion, resource.Kind)] = resource;
    }

    /// <summary>Forgets what the server said, the documents on disk included: after kinds have been added to the server.</summary>
    public void Forget()
    {
        _ignoresDisk = true;
        _known.Clear();
        _schemas = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private ApiResource? Assumed(string apiVersion, string kind) => _assumed.GetValueOrDefault((apiVersion, kind));

    private async ValueTask<Known> LoadAsync(string apiVersion, string group, string version, CancellationToken ct)
    {
        if (_known.TryGetValue(apiVersion, out var known))
        {
            return known;
        }

        var kept = _ignoresDisk || cache is null ? Value.Nil : cache.Read(FileOf(apiVersion));
        return kept.AsMap is null
            ? await FetchAsync(apiVersion, group, version, ct)
            : _known[apiVersion] = new(DiscoveryDocuments.Resources(kept, group, version), IsFromDisk: true);
    }

    private async Task<Known> FetchAsync(string apiVersion, string group, string version, CancellationToken ct)
    {
        Value document;
        try
        {
            document = await client.SendAsync(new(HttpMethod.Get, ApiResource.PathOf(group, version)), ct);
        }
        catch (ApiException failure) when (failure.Status.IsNotFound)
        {
            return _known[apiVersion] = new([], IsFromDisk: false);
        }

        if (document.AsMap is { } map && cache is not null)
        {
            // Servers leave the version out for the core group; readers of the cache need it.
            map.Set(ObjectFields.ApiVersion, Value.Of("v1"));
            cache.Write(FileOf(apiVersion), document);
        }

        return _known[apiVersion] = new(DiscoveryDocuments.Resources(document, group, version), IsFromDisk: false);
    }

    private async Task<List<ApiGroup>> GroupsAsync(CancellationToken ct)
    {
        if (!_ignoresDisk && cache?.Read(DiscoveryCache.GroupsFile) is { AsMap: not null } kept)
        {
            return Usable(kept);
        }

        var core = client.SendAsync(new(HttpMethod.Get, "/api"), ct);
        var groups = client.SendAsync(new(HttpMethod.Get, "/apis"), ct);
        await Task.WhenAll(core, groups);
        var list = DiscoveryDocuments.GroupList(await core, await groups);
        cache?.Write(DiscoveryCache.GroupsFile, list);
        return Usable(list);
    }

    // Names become parts of paths, of URLs and of files.
    private static List<ApiGroup> Usable(Value list) => [.. DiscoveryDocuments.Groups(list)
        .Where(group => (group.Name.Length == 0 || IsName(group.Name)) && group.Versions.All(IsName))];

    private static string FileOf(string apiVersion) => Path.Combine(apiVersion, "serverresources.json");

    // Group and version; an empty version where the text is none that a server can have.
    private static (string Group, string Version) Split(string apiVersion) => apiVersion.Split('/') switch
    {
        [var version] when IsName(version) => ("", version),
        [var group, var version] when IsName(group) && IsName(version) => (group, version),
        _ => ("", ""),
    };

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 253 && text[0] != '.' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    private sealed record KnownSchemas(ObjectSchemas? Value);

    private sealed record Known(ApiResource[] Resources, bool IsFromDisk)
    {
        public ApiResource? Find(string kind) => Array.Find(Resources, resource => resource.Kind == kind && !resource.IsPart);
    }
}
