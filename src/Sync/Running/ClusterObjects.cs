using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Running;

/// <summary>The objects of a cluster: stores and namespaces as watches have them, all others as the server has them now.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="caches">Watches by kind; null for none.</param>
internal sealed class ClusterObjects(ObjectClient objects, AgentCaches? caches) : IObjectSource, IObjectLists
{
    /// <inheritdoc/>
    public async ValueTask<MapValue?> FindAsync(ResourceRef reference, CancellationToken ct)
    {
        if (reference.Name.Length == 0)
        {
            return null;
        }

        if (caches?.Find(reference.Kind) is { } cache)
        {
            return cache.Find(new(reference.Namespace, reference.Name));
        }

        try
        {
            return (await objects.FindAsync(reference, ct)).AsMap;
        }
        catch (UnknownKindException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MapValue>> ListAsync(
        string apiVersion, string kind, string ns, MapValue selector, CancellationToken ct)
    {
        var found = caches?.Find(kind) is { } cache
            ? cache.In(ns).Select(entry => entry.Value)
            : await ReadAllAsync(new(apiVersion, kind, ns, ""), selector, ct);
        return
        [
            .. found.Select(tree => (Tree: tree, Head: new ObjectHead(tree)))
                .Where(item => LabelSelector.Matches(selector, item.Head.Labels))
                .OrderBy(item => item.Head.Name, StringComparer.Ordinal).Select(item => item.Tree),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask<SecretValue> TokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct)
    {
        var spec = new MapValue().With("expirationSeconds", Value.Int64((long)lifetime.TotalSeconds));
        if (audiences.Count > 0)
        {
            spec.With("audiences", Value.Of(new ListValue([.. audiences.Select(audience => Value.Of(audience))])));
        }

        var body = new MapValue().With("apiVersion", "authentication.k8s.io/v1").With("kind", "TokenRequest").With("spec", spec);
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/serviceaccounts/{Uri.EscapeDataString(name)}/token";
        var answer = await objects.Client.SendAsync(
            new(HttpMethod.Post, path) { Body = HttpBody.FromBytes(GoJson.Format(Value.Of(body), GoJsonOptions.Raw), ApiMedia.Json) }, ct);
        return answer.AsMap?.Child("status")?.Field("token") is { IsString: true, StringBytes.Length: > 0 } token
            ? new(token.StringBytes)
            : throw new SecretsKitException(
                ErrorCode.MalformedDocument, $"the server's answer holds no token of the service account {ns}/{name}");
    }

    private async Task<IEnumerable<MapValue>> ReadAllAsync(ResourceRef reference, MapValue selector, CancellationToken ct)
    {
        var options = ListOptions.All with { LabelSelector = LabelSelector.ToQuery(selector) };
        var list = await objects.ListAsync(await objects.ResourceAsync(reference, ct), reference.Namespace, options, ct);
        return list.Items.Select(item => item.AsMap!);
    }
}
