using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Envelope.Keys;

public sealed class InMemoryKeyServiceTests : KeyServiceContract
{
    private readonly InMemoryKeyService _other = new();

    protected override IKeyService Service { get; } = new InMemoryKeyService(KeyType.Age);

    protected override MasterKey Owned { get; } = new AgeMasterKey("age1own");

    protected override MasterKey Foreign { get; } = new AgeMasterKey("age1other");

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => _other.WrapAsync(Foreign, part, CancellationToken.None);
}
