using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Core.Display;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>Calls of a service that stores secrets, in the protocol JSON 1.1. Safe for concurrent use.</summary>
/// <param name="client">Sends.</param>
/// <param name="credentials">Who signs.</param>
/// <param name="service">The service.</param>
/// <param name="region">The region.</param>
/// <param name="endpoint">The address.</param>
/// <param name="tls">Whom to trust.</param>
internal sealed class AwsStoreClient(
    AwsClient client, IAwsCredentials credentials, AwsStoreService service, string region, string endpoint, TlsOptions tls)
{
    /// <summary>The code of failures that say that a secret is about to be deleted.</summary>
    public const string Deleted = "MarkedForDeletion";

    private const int MaxPages = 10_000;

    /// <summary>What people call the service.</summary>
    public string Provider => service.Provider;

    /// <summary>Sends a call that may reach the server twice.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="resource">About what, for messages.</param>
    /// <param name="write">Writes the members of the request.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">There is no response, or it is none.</exception>
    public ValueTask<JsonElement> SendAsync(string operation, string resource, Action<Utf8JsonWriter> write, CancellationToken ct) =>
        SendAsync(operation, resource, write, isIdempotent: true, ct);

    /// <summary>Sends a call that must not reach the server twice.</summary>
    public ValueTask<JsonElement> SendOnceAsync(string operation, string resource, Action<Utf8JsonWriter> write, CancellationToken ct) =>
        SendAsync(operation, resource, write, isIdempotent: false, ct);

    /// <summary>The same, with null where the service says that there is no such thing.</summary>
    public async ValueTask<JsonElement?> TrySendAsync(
        string operation, string resource, Action<Utf8JsonWriter> write, CancellationToken ct)
    {
        try
        {
            return await SendAsync(operation, resource, write, ct);
        }
        catch (ProviderException failure) when (IsMissing(failure))
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the service says that there is no such secret or parameter. Nothing else may count as that, since secrets of clusters are
    /// deleted for it: not that there are no credentials, nor what something before the service answers.
    /// </summary>
    public bool IsMissing(ProviderException failure) => failure.Failure.Provider == Provider
        && failure.Failure.Code is "ResourceNotFoundException" or "ParameterNotFound" or "InvalidResourceId";

    /// <summary>All items of a list, page by page.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="resource">About what, for messages.</param>
    /// <param name="list">The member of the response that has the items.</param>
    /// <param name="write">Writes the members of each request.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">A page cannot be read, or the list does not end.</exception>
    public async IAsyncEnumerable<JsonElement> ListAsync(
        string operation, string resource, string list, Action<Utf8JsonWriter> write, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in PagesAsync(operation, resource, write, ct))
        {
            foreach (var item in AwsJson.Items(page, list))
            {
                yield return item;
            }
        }
    }

    /// <summary>All pages of a list, as the service answers.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="resource">About what, for messages.</param>
    /// <param name="write">Writes the members of each request.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">A page cannot be read, or the list does not end.</exception>
    public async IAsyncEnumerable<JsonElement> PagesAsync(
        string operation, string resource, Action<Utf8JsonWriter> write, [EnumeratorCancellation] CancellationToken ct)
    {
        var token = "";
        for (var page = 0; page < MaxPages; page++)
        {
            var asked = token;
            var response = await SendAsync(operation, resource, json =>
            {
                write(json);
                if (asked.Length > 0)
                {
                    json.WriteString("NextToken", asked);
                }
            }, ct);
            yield return response;
            token = AwsJson.Text(response, "NextToken") ?? "";
            if (token.Length == 0)
            {
                yield break;
            }

            // A server that answers the same page for ever.
            if (token == asked)
            {
                break;
            }
        }

        // What was read is not all of it, and must not look like that: secrets of clusters are deleted for what is missing.
        throw Failure(ProviderFault.InvalidResponse, operation, resource, "the list does not end");
    }

    /// <summary>A failure of this service.</summary>
    public ProviderException Failure(ProviderFault fault, string operation, string resource, string problem) =>
        new(new(fault, Provider, operation, resource), $"{problem}")
        {
            Hint = fault == ProviderFault.InvalidResponse
                ? ProviderException.HintFor(ProviderFault.InvalidResponse) : null,
        };

    /// <summary>The failure of a secret that is about to be deleted.</summary>
    public ProviderException MarkedForDeletion(string operation, string resource) =>
        new(new(ProviderFault.Conflict, Provider, operation, resource) { Code = Deleted }, $"the secret is scheduled for deletion")
        {
            Hint = "'aws secretsmanager restore-secret' keeps it, 'delete-secret --force-delete-without-recovery' ends it now",
        };

    private async ValueTask<JsonElement> SendAsync(
        string operation, string resource, Action<Utf8JsonWriter> write, bool isIdempotent, CancellationToken ct)
    {
        using var body = new JsonBody(write);
        var call = new AwsCall(service.Name, operation, region, endpoint)
        {
            Headers = [new("X-Amz-Target", $"{service.Target}.{operation}")],
            Body = body.Bytes,
            IsIdempotent = isIdempotent,
            Tls = tls,
        };
        var result = await client.SendAsync(call, credentials, ct);
        if (result.Failure is { } failure)
        {
            throw Refused(failure, operation, resource);
        }

        try
        {
            return Parse(result.Content!, operation, resource);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(result.Content);
        }
    }

    private JsonElement Parse(byte[] content, string operation, string resource)
    {
        try
        {
            using var document = JsonDocument.Parse(content.Length == 0 ? "{}"u8.ToArray() : content);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Its text may quote a secret: what follows says enough.
        }

        throw Failure(ProviderFault.InvalidResponse, operation, resource, "the response is not a JSON object");
    }

    private ProviderException Refused(AwsFailure failure, string operation, string resource)
    {
        var known = failure.ToException(Provider, operation, resource);
        if (AwsServerSentence.IsMarkedForDeletion(failure))
        {
            return MarkedForDeletion(operation, resource);
        }

        // Who may not do what, which is what people have to know; values are not in it.
        return known.Failure.Fault == ProviderFault.Denied && failure.Message.Length > 0
            ? new(known.Failure, $"{failure.Problem}: {DisplayText.Field(failure.Message)}") { Hint = known.Hint }
            : known;
    }
}
