using System.Collections.Concurrent;

namespace SecretsKit.Sync.Observing;

/// <summary>Counts calls of stores under the names of the reference (spec external-secrets.md 5.1). Safe on all threads.</summary>
internal sealed class ProviderCalls
{
    private readonly ConcurrentDictionary<(string Provider, string Call, bool IsFailed), long> _counts = new();

    /// <summary>Counts a call.</summary>
    /// <param name="provider">
    /// The field of the manifest that names the provider, and for AWS the service: <c>aws/SecretsManager</c>.
    /// </param>
    /// <param name="operation"><c>get</c>, <c>map</c>, <c>find</c>, <c>push</c>, <c>delete</c>, <c>exists</c> or <c>validate</c>.</param>
    /// <param name="isFailed">Whether it failed.</param>
    public void Add(string provider, string operation, bool isFailed)
    {
        var (label, call) = CallOf(provider, operation);
        _counts.AddOrUpdate((label, call, isFailed), 1, static (_, count) => count + 1);
    }

    /// <summary>The provider's name.</summary>
    public static string LabelOf(string provider) => NamesOf(provider).Label;

    /// <summary>The provider's name, and that of the call.</summary>
    public static (string Label, string Call) CallOf(string provider, string operation)
    {
        var names = NamesOf(provider);
        return (names.Label, operation switch
        {
            "find" => names.Find,
            "push" => names.Push,
            "delete" => names.Delete,
            "validate" => "Validate",
            _ => names.Get,
        });
    }

    /// <summary>All of them.</summary>
    public void Write(MetricsWriter text)
    {
        const string name = "externalsecret_provider_api_calls_count";
        text.Begin(name, "counter", "Calls of providers");
        foreach (var ((provider, call, isFailed), count) in _counts)
        {
            text.Add(name, count, ("provider", provider), ("call", call), ("status", isFailed ? "error" : "success"));
        }
    }

    private static Names NamesOf(string provider) => provider switch
    {
        "vault" or "openBao" => new("HashiCorp/Vault", "ReadSecretData", "ListSecrets", "WriteSecretData"),
        "aws/SecretsManager" => new("AWS/SecretsManager", "GetSecretValue", "BatchGetSecretValue", "PutSecretValue"),
        "aws/ParameterStore" => new("AWS/ParameterStore", "GetParameter", "GetParametersByPath", "PutParameter", "DeleteParameter"),
        "azurekv" => new("Azure/KeyVault", "GetSecret", "GetSecrets", "SetSecret"),
        "gcpsm" => new("GCP/SecretManager", "AccessSecretVersion", "ListSecrets", "AddSecretVersion"),
        "kubernetes" => new("Kubernetes", "GetSecret", "ListSecrets", "UpdateSecret"),
        "webhook" => new("Webhook", "HTTPRequest", "HTTPRequest", "HTTPRequest", "HTTPRequest"),
        _ => new(provider, "GetSecret", "ListSecrets", "PushSecret"),
    };

    private sealed record Names(string Label, string Get, string Find, string Push, string Delete = "DeleteSecret");
}
