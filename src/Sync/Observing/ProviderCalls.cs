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
    /// <param name="operation"><c>get</c>, <c>map</c>, <c>find</c> or <c>validate</c>.</param>
    /// <param name="isFailed">Whether it failed.</param>
    public void Add(string provider, string operation, bool isFailed)
    {
        var (label, call) = CallOf(provider, operation);
        _counts.AddOrUpdate((label, call, isFailed), 1, static (_, count) => count + 1);
    }

    /// <summary>The provider's name.</summary>
    public static string LabelOf(string provider) => Names(provider).Label;

    /// <summary>The provider's name, and that of the call.</summary>
    public static (string Label, string Call) CallOf(string provider, string operation)
    {
        var (label, get, find) = Names(provider);
        return (label, operation switch { "find" => find, "validate" => "Validate", _ => get });
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

    private static (string Label, string Get, string Find) Names(string provider) => provider switch
    {
        "vault" or "openBao" => ("HashiCorp/Vault", "ReadSecretData", "ListSecrets"),
        "aws/SecretsManager" => ("AWS/SecretsManager", "GetSecretValue", "BatchGetSecretValue"),
        "aws/ParameterStore" => ("AWS/ParameterStore", "GetParameter", "GetParametersByPath"),
        "azurekv" => ("Azure/KeyVault", "GetSecret", "GetSecrets"),
        "gcpsm" => ("GCP/SecretManager", "AccessSecretVersion", "ListSecrets"),
        "kubernetes" => ("Kubernetes", "GetSecret", "ListSecrets"),
        "webhook" => ("Webhook", "HTTPRequest", "HTTPRequest"),
        _ => (provider, "GetSecret", "ListSecrets"),
    };
}
