using System.Globalization;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Secrets;

/// <summary>Tags of an object with its times beside them, as the policy <c>Fetch</c> gives them (spec external-secrets.md 3.7).</summary>
internal static class AzureMetadata
{
    private static readonly (string Field, string Name)[] Times =
    [
        ("exp", "attribute.expires"), ("created", "attribute.created"), ("updated", "attribute.updated"), ("nbf", "attribute.notBefore"),
    ];

    /// <summary>The tags of an object.</summary>
    public static Dictionary<string, string> TagsOf(JsonFields response)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (response.Child("tags").Value.AsMap is { } map)
        {
            foreach (var (name, value) in map.Entries)
            {
                if (value.IsString)
                {
                    tags[name.RevealText()] = System.Text.Encoding.UTF8.GetString(value.StringBytes);
                }
            }
        }

        return tags;
    }

    /// <summary>All of them as a JSON object, or one of them.</summary>
    /// <param name="response">The object.</param>
    /// <param name="reference">
    /// Its property is empty, the name of a tag, or that of a tag whose value is JSON, with a path into it behind a dot.
    /// </param>
    /// <exception cref="ProviderException">There is no such tag.</exception>
    public static SecretValue Select(JsonFields response, RemoteRef reference)
    {
        var (all, property) = (Of(response), reference.Property);
        if (property.Length == 0)
        {
            return SecretJson.ObjectOf(all, escapesHtml: true);
        }

        if (all[property] is { } whole)
        {
            return whole;
        }

        var dot = property.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && all[property[..dot]] is { } json && SecretProperties.PathThenKey(json, property[(dot + 1)..]) is { } part ? part
            : throw Missing(reference);
    }

    /// <summary>
    /// All of them, each under the name of the secret and its own; of tags that are JSON objects of texts the members instead.
    /// </summary>
    /// <param name="response">The secret.</param>
    /// <param name="name">Its name.</param>
    /// <param name="reference">Its property is the name of one of them; empty for all.</param>
    /// <exception cref="ProviderException">There is no such tag.</exception>
    public static SecretMap MapOf(JsonFields response, string name, RemoteRef reference)
    {
        var map = new SecretMap();
        foreach (var (tag, value) in Of(response).Entries)
        {
            if (!tag.StartsWith("attribute.", StringComparison.Ordinal) && TryReadTexts(value, out var members))
            {
                foreach (var (member, text) in members.Entries)
                {
                    map[$"{name}_{tag}_{member}"] = text;
                }
            }
            else
            {
                map[$"{name}_{tag}"] = value;
            }
        }

        if (reference.Property.Length == 0)
        {
            return map;
        }

        var one = $"{name}_{reference.Property}";
        return map[one] is { } found ? new() { [one] = found } : throw Missing(reference);
    }

    private static SecretMap Of(JsonFields response)
    {
        var all = new SecretMap();
        foreach (var (tag, value) in TagsOf(response))
        {
            all[tag] = SecretValue.OfText(value);
        }

        var attributes = response.Child("attributes");
        foreach (var (field, name) in Times)
        {
            if (attributes.Number(field) is { } seconds and >= 0 and < 253_402_300_800)
            {
                all[name] = SecretValue.OfText(DateTimeOffset.FromUnixTimeSeconds(seconds)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            }
        }

        return all;
    }

    private static bool TryReadTexts(SecretValue value, out SecretMap members)
    {
        members = new();
        if (!GoJson.TryParse(value.Bytes.Span, out var json, out _) || json.AsMap is not { } map)
        {
            return false;
        }

        foreach (var (name, member) in map.Entries)
        {
            if (!member.IsString && !member.IsNil)
            {
                return false;
            }

            members[name.RevealText()] = member.IsNil ? SecretValue.Empty : new(member.StringBytes);
        }

        return true;
    }

    private static ProviderException Missing(RemoteRef reference) => new(
        new(ProviderFault.NotFound, AzureFailures.Vault, "get", reference.Key), $"tag {reference.Property} does not exist");
}
