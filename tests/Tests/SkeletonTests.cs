using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Tests;

public sealed class SkeletonTests
{
    [Fact]
    public void A_data_key_never_prints_itself()
    {
        using var key = DataKey.Generate(RandomSource.System);
        Assert.Equal("DataKey(***)", key.ToString());
    }
}
