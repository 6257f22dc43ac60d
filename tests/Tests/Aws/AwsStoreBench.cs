using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Aws;

/// <summary>Stores of AWS with surroundings of their own, which dispose ends.</summary>
internal sealed class AwsStoreBench : IDisposable
{
    public const string Secret = "canary-secret-key";
    public const string Token = "canary-session-token";

    private readonly HttpConnections _connections;

    public AwsStoreBench(string url, TimeProvider? clock = null, params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string>
        {
            ["HOME"] = "/nowhere",
            ["AWS_SECRETSMANAGER_ENDPOINT"] = url,
            ["AWS_SSM_ENDPOINT"] = url,
            ["AWS_STS_ENDPOINT"] = url,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        var environment = new HostEnvironment(all, "/");
        _connections = new(environment, clock ?? TimeProvider.System);
        Host = new(environment, _connections, new ProcessRunner(), KernelRandom.Fill, clock ?? TimeProvider.System);
    }

    public static (string Name, string Value)[] Keys =>
        [("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Token)];

    public ProviderHost Host { get; }

    public GivenReferences References { get; } = new();

    /// <summary>A store.</summary>
    /// <param name="service">SecretsManager or ParameterStore.</param>
    /// <param name="more">Further fields, as JSON that begins with a comma.</param>
    /// <param name="isCluster">Whether it is a ClusterSecretStore.</param>
    /// <param name="ns">For whom.</param>
    /// <param name="interval">The wait between attempts; null for the default.</param>
    public ISecretStore Create(
        string service, string more = "", bool isCluster = false, string ns = "ns", TimeSpan? interval = null) =>
        SecretStores.Find("aws")!.Create(
            Map($$"""{"service":"{{service}}","region":"eu-central-1"{{more}}}"""),
            new("store", isCluster, ns, References, Host) { RetryInterval = interval });

    public static MapValue Map(string json) => GoJson.Parse(Encoding.UTF8.GetBytes(json)).AsMap!;

    /// <summary>The object that a PushSecret has for what it says besides the value.</summary>
    public static MapValue PushMetadataOf(string spec) => Map(
        $$"""{"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"PushSecretMetadata","spec":{{spec}}}""");

    public static SecretPush Push(string key, string value, string property = "", string? metadata = null) => new(new(key, property))
    {
        Value = SecretValue.OfText(value),
        Data = new() { ["key"] = SecretValue.OfText(value) },
        SecretKey = "key",
        Metadata = metadata is null ? null : PushMetadataOf(metadata),
    };

    public void Dispose() => _connections.Dispose();
}
