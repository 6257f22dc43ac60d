using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Aws.Kms;

namespace SecretsKit.Tests.Aws;

/// <summary>A key service in an environment of its own, which dispose ends with its connections.</summary>
internal sealed class KmsFixture : IDisposable
{
    public const string Arn = "arn:aws:kms:eu-central-1:123456789012:key/6513270e-269e-4d37-b2a7-4de452e6b438";
    public const string Secret = "canary-secret-key";
    public const string Token = "canary-session-token";

    private readonly HttpConnections _connections;

    public KmsFixture(string url, string home, params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["PATH"] = "/usr/bin:/bin",
            ["AWS_ENDPOINT_URL"] = url,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        var environment = new HostEnvironment(all, home);
        _connections = new(environment, TimeProvider.System);
        Service = new(new(environment, _connections, new ProcessRunner(), RandomSource.System, TimeProvider.System));
    }

    public static (string Name, string Value)[] Keys =>
        [("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Token)];

    public AwsKmsKeyService Service { get; }

    public static AwsKmsMasterKey Key(string arn = Arn, string role = "", string profile = "") =>
        new(arn, role, EncryptionContext.Empty, profile);

    public void Dispose() => _connections.Dispose();
}
