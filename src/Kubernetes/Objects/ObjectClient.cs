using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>
/// Reads and writes objects of any kind that the server has. Objects that name no namespace, of kinds that need one, are in that of the
/// access. All methods throw <see cref="ApiException"/> if the server refuses, <see cref="UnknownKindException"/> if it does not have the
/// kind, and <see cref="HttpTransportException"/> if there is no answer. Safe on all threads.
/// </summary>
/// <param name="client">Sends requests. Lent.</param>
/// <param name="resources">The kinds of the same server. Lent.</param>
public sealed class ObjectClient(ApiClient client, ServerResources resources)
{
    /// <summary>The kinds of the server.</summary>
    public ServerResources Resources { get; } = resources;

    /// <summary>The server.</summary>
    public ApiClient Client { get; } = client;

    /// <summary>The resource of the object's kind.</summary>
    public async ValueTask<ApiResource> ResourceAsync(ResourceRef reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return await Resources.FindAsync(reference.ApiVersion, reference.Kind, cancellationToken)
            ?? throw new UnknownKindException(reference);
    }

    /// <summary>Reads an object, which must be there.</summary>
    public async Task<Value> GetAsync(ResourceRef reference, CancellationToken cancellationToken) =>
        await Client.SendAsync(new(HttpMethod.Get, await PathAsync(reference, cancellationToken)), cancellationToken);

    /// <summary>Reads an object.</summary>
    /// <returns>Nil if it is not there.</returns>
    public async Task<Value> FindAsync(ResourceRef reference, CancellationToken cancellationToken)
    {
        var path = await PathAsync(reference, cancellationToken);
        try
        {
            // An empty answer is none: the object may well be there.
            return await Client.SendAsync(new(HttpMethod.Get, path), cancellationToken) is { AsMap: not null } found
                ? found
                : throw new SecretsKitException(ErrorCode.MalformedDocument, $"the server's answer about {reference} is no object");
        }
        catch (ApiException failure) when (failure.Status.IsNotFound)
        {
            return Value.Nil;
        }
    }

    /// <summary>Reads many objects at a time.</summary>
    /// <param name="references">Which.</param>
    /// <param name="parallelism">Most requests under way, at least 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One for each reference, nil for those that are not there.</returns>
    public async Task<IReadOnlyList<Value>> FindAllAsync(
        IReadOnlyList<ResourceRef> references, int parallelism, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        var found = new Value[references.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, found.Length, options, async (at, ct) => found[at] = await FindAsync(references[at], ct));
        return found;
    }

    /// <summary>Lists objects of a kind, a page at a time; if the pages expire meanwhile, once more in one piece.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="namespace">Empty for all namespaces.</param>
    /// <param name="options">Which objects.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ObjectList> ListAsync(
        ApiResource resource, string @namespace, ListOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return await ListAsync(resource, @namespace, options, options.PageSize, cancellationToken);
        }
        catch (ApiException failure) when (failure.Status.Code == 410)
        {
            return await ListAsync(resource, @namespace, options, pageSize: 0, cancellationToken);
        }
    }

    /// <summary>Reads an object, which must be there, as a table.</summary>
    public async Task<ObjectTable> GetTableAsync(ResourceRef reference, CancellationToken cancellationToken) =>
        await TableAsync(await PathAsync(reference, cancellationToken), [], cancellationToken);

    /// <summary>Lists objects of a kind as one table.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="namespace">Empty for all namespaces.</param>
    /// <param name="options">Which objects.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ObjectTable> ListTableAsync(
        ApiResource resource, string @namespace, ListOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(options);
        return TableAsync(resource.PathOfAll(@namespace), options.Query, cancellationToken);
    }

    /// <summary>Makes an object.</summary>
    /// <param name="manifest">The whole object. Lent.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The object as the server has it.</returns>
    public async Task<Value> CreateAsync(Value manifest, WriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var reference = ResourceRef.Read(manifest, "the object to create");
        var resource = await ResourceAsync(reference, cancellationToken);
        var path = resource.PathOfAll(Segment(reference.Kind, NamespaceOf(reference)));
        return await SendAsync(HttpMethod.Post, path, manifest, ApiMedia.Json, options.Query, cancellationToken);
    }

    /// <summary>Replaces an object; with <c>metadata.resourceVersion</c> only that state of it.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public async Task<Value> UpdateAsync(Value manifest, WriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = await PathAsync(ResourceRef.Read(manifest, "the object to replace"), cancellationToken);
        return await SendAsync(HttpMethod.Put, path, manifest, ApiMedia.Json, options.Query, cancellationToken);
    }

    /// <summary>Changes an object.</summary>
    /// <returns>The object as the server has it now.</returns>
    public async Task<Value> PatchAsync(
        ResourceRef reference, ObjectPatch patch, WriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(options);
        var path = await PathAsync(reference, cancellationToken);
        return await SendAsync(HttpMethod.Patch, path, patch.Body, patch.MediaType, options.Query, cancellationToken);
    }

    /// <summary>Deletes an object.</summary>
    /// <returns>What the server says of it: the object if it ends later, a status otherwise; nil if it was not there.</returns>
    public async Task<Value> DeleteAsync(ResourceRef reference, DeleteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = await PathAsync(reference, cancellationToken);
        try
        {
            return await SendAsync(HttpMethod.Delete, path, options.Body, ApiMedia.Json, [], cancellationToken);
        }
        catch (ApiException failure) when (failure.Status.IsNotFound)
        {
            return Value.Nil;
        }
    }

    /// <summary>The events about an object: what controllers and nodes say of it.</summary>
    /// <param name="reference">The object.</param>
    /// <param name="uid">Its identifier; empty for all objects that have had its name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>In no promised order.</returns>
    public async Task<ObjectList> EventsAsync(ResourceRef reference, string uid, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(uid);
        var resource = await ResourceAsync(reference, cancellationToken);
        var selector = $"involvedObject.kind={reference.Kind},involvedObject.name={reference.Name}";

        // Events about objects without a namespace are in the default one.
        return await ListAsync(
            new("", "v1", "Event", "events") { IsNamespaced = true },
            resource.IsNamespaced ? NamespaceOf(reference) : "default",
            new() { FieldSelector = uid.Length > 0 ? $"{selector},involvedObject.uid={uid}" : selector },
            cancellationToken);
    }

    /// <summary>Lists one page of objects of a kind.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="namespace">Empty for all namespaces.</param>
    /// <param name="options">Which objects; a page size of 0 asks for all in one page.</param>
    /// <param name="next">Where the page before ended; empty for the first one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The page, and where the next one begins: empty after the last one.</returns>
    /// <exception cref="ApiException">Code 410: the pages have expired meanwhile; list anew.</exception>
    public async Task<(ObjectList Page, string Next)> ListPageAsync(
        ApiResource resource, string @namespace, ListOptions options, string next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(next);
        var query = options.Query;
        if (options.PageSize > 0)
        {
            query.Add(new("limit", options.PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (next.Length > 0)
        {
            query.Add(new("continue", next));
        }

        var page = await Client.SendAsync(new(HttpMethod.Get, resource.PathOfAll(@namespace)) { Query = query }, cancellationToken);
        var items = new List<Value>();
        foreach (var item in page.Elements("items"))
        {
            items.Add(Typed(item, resource));
        }

        var metadata = page.Field(ObjectFields.Metadata);
        return (new(items, metadata.Text(ObjectFields.ResourceVersion)), metadata.Text("continue"));
    }

    private async Task<ObjectList> ListAsync(
        ApiResource resource, string @namespace, ListOptions options, int pageSize, CancellationToken ct)
    {
        var items = new List<Value>();
        for (var next = ""; ;)
        {
            (var page, next) = await ListPageAsync(resource, @namespace, options with { PageSize = pageSize }, next, ct);
            items.AddRange(page.Items);
            if (next.Length == 0)
            {
                return new(items, page.ResourceVersion);
            }
        }
    }

    private async Task<ObjectTable> TableAsync(string path, List<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        // The objects themselves: servers leave out cells otherwise.
        query.Add(new("includeObject", "Object"));
        return ObjectTable.Read(await Client.SendAsync(
            new(HttpMethod.Get, path) { Query = query, Accept = ObjectTable.Accept }, ct));
    }

    private async Task<Value> SendAsync(
        HttpMethod method, string path, Value body, string type, IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        var request = new ApiRequest(method, path)
        {
            Query = query,
            Body = HttpBody.FromBytes(GoJson.Format(body, GoJsonOptions.Raw), type),
        };
        return await Client.SendAsync(request, ct);
    }

    private async ValueTask<string> PathAsync(ResourceRef reference, CancellationToken ct)
    {
        var resource = await ResourceAsync(reference, ct);
        return resource.PathOfOne(Segment(reference.Kind, NamespaceOf(reference)), Segment(reference.Kind, reference.Name));
    }

    // Other names would change the path, and no server has them.
    private static string Segment(string kind, string name) => name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '%')
        ? throw new SecretsKitException(
            ErrorCode.MalformedDocument, $"{kind}: the name or namespace \"{name}\" is empty, all dots, or has a slash or a percent sign")
        {
            Hint = "name objects and namespaces by lower case letters, digits, dashes and dots",
        }
        : name;

    private string NamespaceOf(ResourceRef reference) => reference.Namespace.Length > 0 ? reference.Namespace : Client.Access.Namespace;

    // Servers leave kind and version out of the items of some lists.
    private static Value Typed(Value item, ApiResource resource)
    {
        if (item.AsMap is { } map && !map.Contains(ObjectFields.Kind))
        {
            map.Set(ObjectFields.Kind, Value.Of(resource.Kind));
            map.Set(ObjectFields.ApiVersion, Value.Of(resource.ApiVersion));
        }

        return item;
    }
}
