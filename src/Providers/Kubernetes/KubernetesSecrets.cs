using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Access;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Kubernetes;

/// <summary>Secrets of one namespace of a cluster. Dispose it after the last call.</summary>
/// <param name="access">Where, and who. Owned.</param>
/// <param name="transport">The network.</param>
/// <param name="ns">The namespace.</param>
internal sealed class KubernetesSecrets(ClusterAccess access, IHttpTransport transport, string ns) : IDisposable
{
    // A Secret has one megabyte at most, half as much again in base64, and what controllers write beside it.
    private const long MaxSecretBytes = 8 * 1024 * 1024;
    private const int PageSize = 100;

    private static readonly ApiResource Resource = new("", "v1", "Secret", "secrets") { IsNamespaced = true };

    private readonly ApiClient _client = new(access, transport);

    /// <summary>The namespace.</summary>
    public string Namespace { get; } = ns;

    /// <summary>Reads one.</summary>
    /// <returns>Null if it is not there.</returns>
    /// <exception cref="ProviderException">It cannot be read.</exception>
    public async ValueTask<RemoteSecret?> FindAsync(string name, CancellationToken ct)
    {
        try
        {
            var answer = await SendAsync(HttpMethod.Get, PathOf(name), null, "get secret", name, ct);
            return Read(answer, "get secret", name) is { IsSecret: true } secret ? secret : throw KubernetesFailures.Of(
                ProviderFault.InvalidResponse, "get secret", name, "the response is no Secret");
        }
        catch (ProviderException failure) when (IsMissing(failure))
        {
            return null;
        }
    }

    /// <summary>The names of those that change from now on.</summary>
    /// <exception cref="SecretsKitException">They may not be watched.</exception>
    public async IAsyncEnumerable<string> WatchAsync(TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        using var resources = new ServerResources(_client, null);
        var selection = new WatchSelection(Resource, Namespace) { Options = new() { PageSize = PageSize }, KeepsObjects = false };
        var isListed = false;
        await foreach (var happened in new ObjectWatch(new ObjectClient(_client, resources), clock).RunAsync(selection, ct))
        {
            isListed |= happened.Kind == WatchEventKind.Listed;
            if (isListed && happened.Object.AsMap?[new ByteString("metadata")].AsMap?[new ByteString("name")] is { IsString: true } name)
            {
                yield return new ByteString(name.StringBytes).RevealText();
            }
        }
    }

    /// <summary>All that have these labels.</summary>
    /// <exception cref="ProviderException">They cannot be listed.</exception>
    public async ValueTask<IReadOnlyList<RemoteSecret>> ListAsync(string selector, CancellationToken ct)
    {
        using var resources = new ServerResources(_client, null);
        try
        {
            var list = await new ObjectClient(_client, resources).ListAsync(
                Resource, Namespace, new() { LabelSelector = selector, PageSize = PageSize }, ct);
            return [.. list.Items.Select(item => Read(item, "list secrets", Namespace))];
        }
        catch (SecretsKitException failure)
        {
            throw KubernetesFailures.Of(failure, "list secrets", Namespace);
        }
    }

    /// <summary>Makes one.</summary>
    /// <exception cref="ProviderException">It cannot be made.</exception>
    public async ValueTask CreateAsync(string name, MapValue secret, CancellationToken ct) =>
        await SendAsync(HttpMethod.Post, Resource.PathOfAll(Namespace), Value.Of(secret), "create secret", name, ct);

    /// <summary>Replaces one, in the state that it names.</summary>
    /// <exception cref="ProviderException">
    /// <see cref="ProviderFault.Conflict"/>: it was changed meanwhile; or it cannot be replaced.
    /// </exception>
    public async ValueTask ReplaceAsync(string name, MapValue secret, CancellationToken ct) =>
        await SendAsync(HttpMethod.Put, PathOf(name), Value.Of(secret), "replace secret", name, ct);

    /// <summary>Deletes one, in the state in which it was read; one that is gone meanwhile is as wanted.</summary>
    /// <exception cref="ProviderException">
    /// <see cref="ProviderFault.Conflict"/>: it was changed meanwhile; or it cannot be deleted.
    /// </exception>
    public async ValueTask DeleteAsync(RemoteSecret secret, CancellationToken ct)
    {
        var options = Map(
            ("apiVersion", Value.Of("v1")),
            ("kind", Value.Of("DeleteOptions")),
            ("preconditions", Map(("uid", Value.Of(secret.Uid)), ("resourceVersion", Value.Of(secret.ResourceVersion)))));
        try
        {
            await SendAsync(HttpMethod.Delete, PathOf(secret.Name), options, "delete secret", secret.Name, ct);
        }
        catch (ProviderException failure) when (IsMissing(failure))
        {
            // Another was faster.
        }
    }

    /// <summary>Whether the account may read Secrets of the namespace.</summary>
    /// <exception cref="ProviderException">That cannot be found out.</exception>
    public async ValueTask<bool> MayReadAsync(CancellationToken ct)
    {
        var question = new AccessReview("get", "", "secrets") { Namespace = Namespace };
        try
        {
            return (await RulesReview.LoadAsync(_client, Namespace, ct)).Allows(question) || await question.IsAllowedAsync(_client, ct);
        }
        catch (SecretsKitException failure)
        {
            throw KubernetesFailures.Of(failure, "review rights", Namespace);
        }
    }

    /// <summary>A map of these fields.</summary>
    public static Value Map(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var map = new MapValue(capacity: fields.Length);
        foreach (var (name, value) in fields)
        {
            map.Set(new ByteString(name), value);
        }

        return Value.Of(map);
    }

    /// <inheritdoc/>
    public void Dispose() => access.Dispose();

    // Other names would change the path, and no server has them.
    private string PathOf(string name) => name.Length is > 0 and <= 253 && name[0] != '.'
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.')
            ? Resource.PathOfOne(Namespace, name)
            : throw KubernetesFailures.Of(
                ProviderFault.InvalidRequest, "secret", name, "names of Secrets have lower case letters, digits, dashes and dots");

    // The server's own word. Nothing else may count as that, since secrets of clusters are deleted for it: not what something before the
    // server answers.
    private static bool IsMissing(ProviderException failure) => failure.Failure is { Status: 404, Code: "NotFound" };

    private static RemoteSecret Read(Value answer, string operation, string name) => answer.AsMap is not null ? new(answer)
        : throw KubernetesFailures.Of(ProviderFault.InvalidResponse, operation, name, "the response is no object");

    private async ValueTask<Value> SendAsync(
        HttpMethod method, string path, Value? body, string operation, string name, CancellationToken ct)
    {
        try
        {
            return await _client.SendAsync(new(method, path)
            {
                Body = body is { } sent ? HttpBody.FromBytes(GoJson.Format(sent, GoJsonOptions.Raw), ApiMedia.Json) : null,
                MaxResponseBytes = MaxSecretBytes,
            }, ct);
        }
        catch (SecretsKitException failure)
        {
            throw KubernetesFailures.Of(failure, operation, name);
        }
    }
}
