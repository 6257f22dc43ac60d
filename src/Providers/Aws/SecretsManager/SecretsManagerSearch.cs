using System.Text.Json;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Aws.SecretsManager;

/// <summary>
/// One search in Secrets Manager (spec external-secrets.md 3.6). Names come from <c>BatchGetSecretValue</c> with filters, values included,
/// where a path or tags are given; else from <c>ListSecrets</c>, and values of twenty secrets with one call. The prefix of the store is
/// not looked at: it is for keys that are named (Q4).
/// </summary>
/// <param name="search">What is wanted.</param>
/// <param name="provider">For messages.</param>
internal sealed class SecretsManagerSearch(SecretSearch search, string provider)
{
    private const string Batch = "BatchGetSecretValue";

    // AWS's limit for one call.
    private const int MaxBatch = 20;

    private readonly Func<string, bool> _matches = SecretNames.Matching(search, provider);

    /// <summary>Runs it.</summary>
    public async ValueTask<SecretMap> RunAsync(AwsStoreClient client, CancellationToken ct)
    {
        var hasTags = search.Tags is { Count: > 0 };
        if (search.Name.Length == 0 && !hasTags)
        {
            throw client.Failure(ProviderFault.InvalidSettings, "find", search.Path, "unexpected find operator");
        }

        return search.Path.Length > 0 || search.Name.Length == 0 ? await FilteredAsync(client, ct) : await ListedAsync(client, ct);
    }

    private async ValueTask<SecretMap> FilteredAsync(AwsStoreClient client, CancellationToken ct)
    {
        var found = new SecretMap();
        await foreach (var page in client.PagesAsync(Batch, search.Path, WriteFilters, ct))
        {
            Take(client, page, found, isNamed: false);
        }

        return found;
    }

    private async ValueTask<SecretMap> ListedAsync(AwsStoreClient client, CancellationToken ct)
    {
        var names = new List<string>();
        await foreach (var secret in client.ListAsync("ListSecrets", search.Name, "SecretList", WriteFilters, ct))
        {
            // The filters ask for a key and for a value, not for the two in one tag.
            if (AwsJson.Text(secret, "Name") is { } name && _matches(name) && SecretNames.HaveTags(search, AwsJson.Tags(secret, "Tags")))
            {
                names.Add(name);
            }
        }

        var found = new SecretMap();
        await AwsBatchReading.RunAsync(
            names, MaxBatch,
            async (some, token) => Take(
                client, await client.SendAsync(Batch, search.Name, json => AwsJson.WriteTexts(json, "SecretIdList", some), token), found,
                isNamed: true),
            (name, token) => SecretsManagerStore.ReadAsync(client, name, "", token), found, ct);
        return found;
    }

    private void Take(AwsStoreClient client, JsonElement response, SecretMap found, bool isNamed)
    {
        foreach (var secret in AwsJson.Items(response, "SecretValues"))
        {
            if (AwsJson.Text(secret, "Name") is { } name && _matches(name) && SecretsManagerStore.ValueOf(secret) is { } value)
            {
                found[name] = value;
            }
        }

        // What a filter finds and the identity may not read is passed over, as in the reference. What was named is wanted.
        foreach (var error in AwsJson.Items(response, "Errors"))
        {
            var (id, code) = (AwsJson.Text(error, "SecretId") ?? "", AwsJson.Text(error, "ErrorCode") ?? "");
            var fault = new Calls.AwsFailure(400, code, 1).Fault;
            if (fault != ProviderFault.NotFound && (isNamed || fault != ProviderFault.Denied) && code != "InvalidRequestException")
            {
                throw new ProviderException(
                    new(fault, provider, Batch, id) { Code = code }, $"AWS does not give the value of one of the secrets ({code})");
            }
        }
    }

    private void WriteFilters(Utf8JsonWriter json)
    {
        var filters = (search.Tags ?? new Dictionary<string, string>()).OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .SelectMany<KeyValuePair<string, string>, (string, string)>(tag => [("tag-key", tag.Key), ("tag-value", tag.Value)])
            .Concat(search.Path.Length > 0 ? [("name", search.Path)] : Array.Empty<(string, string)>()).ToList();
        if (filters.Count == 0)
        {
            return;
        }

        json.WriteStartArray("Filters");
        foreach (var (key, value) in filters)
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            AwsJson.WriteTexts(json, "Values", [value]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
