using System.Text.Json;
using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Google.SecretManager;

/// <summary>Sets a property of a secret that is a JSON object; others keep their order and their digits, white space is not kept.</summary>
internal static class PropertyChange
{
    /// <summary>The secret with the property, as text.</summary>
    /// <param name="current">The secret; null for none yet.</param>
    /// <param name="target">Names of members with dots between them; a backslash before a dot makes it part of a name.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="ProviderException">The secret is not a JSON object, so that it would be lost.</exception>
    public static SecretValue Set(SecretValue? current, PushTarget target, SecretValue value)
    {
        var root = Parse(current, target);
        var at = root;
        var names = Names(target.Property);
        foreach (var name in names[..^1])
        {
            if (at[name] is not JsonObject inner)
            {
                at[name] = inner = [];
            }

            at = inner;
        }

        at[names[^1]] = value.RevealText();
        return new(GoogleText.Json(json =>
        {
            foreach (var (name, member) in root)
            {
                json.WritePropertyName(name);
                if (member is null)
                {
                    json.WriteNullValue();
                }
                else
                {
                    member.WriteTo(json);
                }
            }
        }));
    }

    private static JsonObject Parse(SecretValue? current, PushTarget target)
    {
        if (current is null)
        {
            return [];
        }

        try
        {
            if (JsonNode.Parse(current.Bytes.Span) is JsonObject map)
            {
                return map;
            }
        }
        catch (JsonException)
        {
            // Its text may quote the secret: what follows says enough.
        }

        throw new ProviderException(
            new(ProviderFault.InvalidRequest, SecretManagerClient.Provider, "push", target.Key),
            $"the secret is not a JSON object, so that no property of it can be set");
    }

    private static string[] Names(string path) =>
        [.. path.Replace("\\.", "\0", StringComparison.Ordinal).Split('.').Select(name => name.Replace('\0', '.'))];
}
