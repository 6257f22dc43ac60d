using System.Text.Json;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Aws.ParameterStore;

/// <summary>
/// One search in Parameter Store (spec external-secrets.md 3.6). By name <c>GetParametersByPath</c> has names and values; where that is not
/// allowed, and by tags, names come from <c>DescribeParameters</c> and values of ten with one call. The prefix of the store is not looked
/// at: it is for keys that are named (Q4).
/// </summary>
/// <param name="search">What is wanted; of a name and tags the name counts.</param>
/// <param name="provider">For messages.</param>
internal sealed class ParameterSearch(SecretSearch search, string provider)
{
    // AWS's limit for one call.
    private const int MaxBatch = 10;

    private readonly Func<string, bool> _matches = SecretNames.Matching(search, provider);

    /// <summary>Runs it.</summary>
    public async ValueTask<SecretMap> RunAsync(AwsStoreClient client, CancellationToken ct)
    {
        if (search.Name.Length > 0)
        {
            return await TryByPathAsync(client, ct) ?? await DescribedAsync(client, [], ct);
        }

        return search.Tags is { Count: > 0 } tags ? await DescribedAsync(client, tags, ct)
            : throw client.Failure(ProviderFault.InvalidSettings, "find", search.Path, "unexpected find operator");
    }

    private async ValueTask<SecretMap?> TryByPathAsync(AwsStoreClient client, CancellationToken ct)
    {
        var path = search.Path.Length > 0 ? search.Path : "/";
        var found = new SecretMap();
        try
        {
            await foreach (var parameter in client.ListAsync("GetParametersByPath", path, "Parameters", json =>
            {
                json.WriteString("Path", path);
                json.WriteBoolean("Recursive", true);
                json.WriteBoolean("WithDecryption", true);
            }, ct))
            {
                Take(parameter, found);
            }

            return found;
        }
        catch (ProviderException failure) when (failure.Failure.Fault == ProviderFault.Denied)
        {
            return null;
        }
    }

    private async ValueTask<SecretMap> DescribedAsync(
        AwsStoreClient client, IEnumerable<KeyValuePair<string, string>> tags, CancellationToken ct)
    {
        var names = new List<string>();
        await foreach (var parameter in client.ListAsync(
            "DescribeParameters", search.Path, "Parameters", json => WriteFilters(json, tags), ct))
        {
            if (AwsJson.Text(parameter, "Name") is { } name && _matches(name))
            {
                names.Add(name);
            }
        }

        var found = new SecretMap();
        await AwsBatchReading.RunAsync(
            names, MaxBatch, (some, token) => BatchAsync(client, some, found, token),
            (name, token) => AwsParameterStore.ReadAsync(client, name, token), found, ct);
        return found;
    }

    private async ValueTask BatchAsync(AwsStoreClient client, string[] names, SecretMap found, CancellationToken ct)
    {
        var response = await client.SendAsync("GetParameters", search.Path, json =>
        {
            AwsJson.WriteTexts(json, "Names", names);
            json.WriteBoolean("WithDecryption", true);
        }, ct);
        foreach (var parameter in AwsJson.Items(response, "Parameters"))
        {
            Take(parameter, found);
        }
    }

    private void Take(JsonElement parameter, SecretMap found)
    {
        if (AwsJson.Text(parameter, "Name") is { } name && _matches(name) && AwsJson.Text(parameter, "Value") is { } value)
        {
            found[name] = SecretValue.OfText(value);
        }
    }

    private void WriteFilters(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> tags)
    {
        (string Key, string Option, string Value)[] filters =
        [
            .. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => ($"tag:{tag.Key}", "Equals", tag.Value)),
            .. search.Path.Length > 0 ? [("Path", "Recursive", search.Path)] : Array.Empty<(string, string, string)>(),
        ];
        if (filters.Length == 0)
        {
            return;
        }

        json.WriteStartArray("ParameterFilters");
        foreach (var (key, option, value) in filters)
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Option", option);
            AwsJson.WriteTexts(json, "Values", [value]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
