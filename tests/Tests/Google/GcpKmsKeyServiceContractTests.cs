using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Google.Kms;
using SecretsKit.Testing.Google;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Google;

/// <summary>Google's KMS as a key service like all others.</summary>
public sealed class GcpKmsKeyServiceContractTests : KeyServiceContract, IDisposable
{
    private readonly FakeKms _kms = new();
    private readonly GcpKmsBench _bench;

    public GcpKmsKeyServiceContractTests() => _bench = new(_kms.Variables);

    protected override IKeyService Service => field ??= new GcpKmsKeyService(_bench.Host);

    protected override MasterKey Owned { get; } = new GcpKmsMasterKey(FakeKms.Owned);

    protected override MasterKey Foreign { get; } = new GcpKmsMasterKey("projects/p/locations/l/keyRings/r/cryptoKeys/foreign");

    public void Dispose()
    {
        _bench.Dispose();
        _kms.Dispose();
    }

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => new(Convert.ToBase64String(part.Span));
}
