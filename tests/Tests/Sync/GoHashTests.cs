using SecretsKit.Core.Data;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Tests.Sync;

/// <summary>Marks of changes equal those of the reference (spec external-secrets.md 2.2).</summary>
public sealed class GoHashTests
{
    [Theory]
    [InlineData("hello there", "f78681ec611ebaeea0689bff6c7812a83ff98a7faba986d9af76c999")]
    [InlineData("default/my-es", "b8464376b5fe3535e690594280bfe59b60be2603cb6cbb6d6c8bcbb4")]
    public void A_text_is_itself(string text, string hash) => Assert.Equal(hash, GoHash.Of(text));

    [Theory]
    [InlineData("bar=value2,foo=value1", "1bed8bcbcb4547ffe19a19cd47d9078e84aa6598266d86b99f992d64")]
    [InlineData("targetProperty=someValue", "03a707af0159f9cbff01ece86d3f85a3d7c3a11b512f5e7fc90bd042")]
    [InlineData("", "74a974446e359fb3e6baff9bd0058950e6edd0f040888d9989b0a11b")]
    public void Data_is_a_map_of_bytes(string pairs, string hash)
    {
        var data = new MapValue();
        foreach (var pair in pairs.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            data.With(pair.Split('=')[0], Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pair.Split('=')[1])));
        }

        Assert.Equal(hash, GoHash.OfSecretData(data));
    }

    [Fact]
    public void Metadata_without_labels_and_annotations_has_a_hash_too() => Assert.Equal(
        "f47fe3c0b255b6dd8047cdffa772587bb829efe7a1cb70febeda2eb2",
        GoHash.OfMetadata(new Dictionary<string, string>(), new Dictionary<string, string>()));

    [Fact]
    public void No_data_is_the_same_as_empty_data() => Assert.Equal(GoHash.OfSecretData(new MapValue()), GoHash.OfSecretData(null));
}
