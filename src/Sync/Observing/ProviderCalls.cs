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
    /// <param name="operation"><c>get</c>, <c>map</c>, <c>find</c>, <c>push</c> or <c>validate</c>.</param>
    /// <param name="isFailed">Whether it failed.</param>
    public void Add(string provider, string operation, bool isFailed)
    {
        var (label, get, find, push) = Names(provider);
        var call = operation switch { "find" => find, "push" => push, "validate" => "Validate", _ => get };
        _counts.AddOrUpdate((label, call, isFailed), 1, static (_, count) => count + 1);
    }

    /// <summary>All of them.</summary>
    public void Write(MetricsText text)
    {
        const string name = "externalsecret_provider_api_calls_count";
        text.Begin(name, "counter", "Calls of providers");
        foreach (var ((provider, call, isFailed), count) in _counts)
        {
            text.Add(name, count, ("provider", provider), ("call", call), ("status", isFailed ? "error" : "success"));
        }
    }

    private static (string Label, string Get, string Find, string Push) Names(string provider) => provider switch
    {
        "vault" or "openBao" => ("HashiCorp/Vault", "ReadSecretData", "ListSecrets", "WriteSecretData"),
        "aws/SecretsManager" => ("AWS/SecretsManager", "GetSecretValue", "BatchGetSecretValue", "PutSecretValue"),
        "aws/ParameterStore" => ("AWS/ParameterStore", "GetParameter", "GetParametersByPath", "PutParameter"),
        "azurekv" => ("Azure/KeyVault", "GetSecret", "GetSecrets", "SetSecret"),
        "gcpsm" => ("GCP/SecretManager", "AccessSecretVersion", "ListSecrets", "AddSecretVersion"),
        "kubernetes" => ("Kubernetes", "GetSecret", "ListSecrets", "UpdateSecret"),
        "webhook" => ("Webhook", "HTTPRequest", "HTTPRequest", "HTTPRequest"),
        _ => (provider, "GetSecret", "ListSecrets", "PushSecret"),
    };
}
