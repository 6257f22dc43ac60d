using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Webhook;

/// <summary>What templates of one request see: what is asked for, and the Secrets that the store names. Never printed.</summary>
internal sealed class WebhookData
{
    private const string Label = "external-secrets.io/type";

    private readonly List<(string Name, SecretMap Data)> _secrets = [];
    private readonly Dictionary<string, string> _reference;

    private WebhookData(Dictionary<string, string> reference) => _reference = reference;

    /// <summary>Collects them.</summary>
    /// <param name="fields">The settings of the store.</param>
    /// <param name="context">Whose store it is.</param>
    /// <param name="reference">The fields of <c>remoteRef</c>.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">A Secret cannot be read, or is not marked as one for webhooks.</exception>
    public static async ValueTask<WebhookData> CollectAsync(
        StoreFields fields, StoreContext context, Dictionary<string, string> reference, CancellationToken ct)
    {
        reference["namespace"] = context.Namespace;
        var data = new WebhookData(reference);
        foreach (var secret in fields.Children("secrets"))
        {
            var selector = secret.RequiredChild("secretRef");
            if (context.IsClusterStore && selector.Text("namespace").Length == 0)
            {
                throw selector.Wrong("namespace", "it is required for a ClusterSecretStore and missing");
            }

            var (ns, name) = (StoreReferenceFields.NamespaceOf(selector, context), selector.RequiredText("name"));
            var (values, labels) = await context.References.SecretAsync(ns, name, ct);
            RequireLabel(labels, name);
            data._secrets.Add((secret.RequiredText("name"), values));
        }

        return data;
    }

    /// <summary>All of them for a template.</summary>
    /// <param name="isUrl">Whether it is that of the URL, in which the parts of what is asked for are escaped.</param>
    public MapValue For(bool isUrl)
    {
        var all = new MapValue();
        var reference = new MapValue();
        foreach (var (name, value) in _reference)
        {
            reference.Set(new ByteString(name), Value.Of(isUrl ? GoUrl.EscapeQuery(value) : value));
        }

        all.Set(new ByteString("remoteRef"), Value.Of(reference));
        foreach (var (name, data) in _secrets)
        {
            var map = all[new ByteString(name)].AsMap ?? new();
            foreach (var (key, value) in data.Entries)
            {
                map.Set(new ByteString(key), Value.Of(value.Bytes.Span));
            }

            all.Set(new ByteString(name), Value.Of(map));
        }

        return all;
    }

    /// <summary>A text without the values of the Secrets.</summary>
    /// <param name="text">A failure about a request, whose URL may hold them.</param>
    public string Mask(string text)
    {
        foreach (var value in _secrets.SelectMany(secret => secret.Data.Entries).Select(entry => entry.Value.RevealText())
            .Where(value => value.Length > 0).OrderByDescending(value => value.Length))
        {
            text = text.Replace(value, "***", StringComparison.Ordinal)
                .Replace(GoUrl.EscapeQuery(value), "***", StringComparison.Ordinal)
                .Replace(Uri.EscapeDataString(value), "***", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => "WebhookData(***)";

    private static void RequireLabel(IReadOnlyDictionary<string, string> labels, string name)
    {
        if (labels.GetValueOrDefault(Label) is var kind && kind != "webhook")
        {
            throw new ProviderException(new(ProviderFault.Denied, WebhookStore.Provider, "read secret", name), kind is null
                ? $"secret does not contain needed label 'external-secrets.io/type: webhook'. Update secret label to use it with webhook"
                : (Core.Display.MessageText)$"secret type is not 'webhook'");
        }
    }
}
