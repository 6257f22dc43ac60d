using System.Text.Json;
using System.Text.Json.Nodes;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.SecretsManager;

/// <summary>
/// The policy of a secret, which a PushSecret may take from a ConfigMap or Secret of its namespace (<c>resourcePolicy</c>). Without one,
/// the policy of the secret is left as it is.
/// </summary>
/// <param name="client">Sends.</param>
/// <param name="context">Whose store it is.</param>
internal sealed class ResourcePolicy(AwsStoreClient client, StoreContext context)
{
    private const string Field = "resourcePolicy";

    /// <summary>Sets it where it differs.</summary>
    public async ValueTask ApplyAsync(string key, AwsPushMetadata metadata, bool isNew, CancellationToken ct)
    {
        if (metadata.Spec?.Child(Field) is not { } settings || settings.Child("policySourceRef") is not { } source)
        {
            return;
        }

        var (name, field) = (source.RequiredText("name"), source.RequiredText("key"));
        var policy = source.Text("kind") switch
        {
            "ConfigMap" => await context.References.ConfigMapKeyAsync(context.Namespace, name, field, ct),
            "Secret" => await context.References.SecretKeyAsync(context.Namespace, name, field, ct),
            _ => throw source.Wrong("kind", "expected ConfigMap or Secret"),
        };
        var text = policy.RevealText();
        if (Parse(text) is not { } wanted)
        {
            throw source.Wrong("", "the policy is not JSON");
        }

        if (!isNew && JsonNode.DeepEquals(wanted, await CurrentAsync(key, ct)))
        {
            return;
        }

        await client.SendAsync("PutResourcePolicy", key, json =>
        {
            json.WriteString("SecretId", key);
            json.WriteString("ResourcePolicy", text);
            if (settings.Has("blockPublicPolicy"))
            {
                json.WriteBoolean("BlockPublicPolicy", settings.Flag("blockPublicPolicy"));
            }
        }, ct);
    }

    private async ValueTask<JsonNode?> CurrentAsync(string key, CancellationToken ct)
    {
        var response = await client.TrySendAsync("GetResourcePolicy", key, json => json.WriteString("SecretId", key), ct);
        return response is { } found && AwsJson.Text(found, "ResourcePolicy") is { } text ? Parse(text) : null;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
