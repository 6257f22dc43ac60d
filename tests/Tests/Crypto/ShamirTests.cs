using SecretsKit.Core.Crypto;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Crypto;

public sealed class ShamirTests
{
    [Fact]
    public void Splits_as_computed_by_hand()
    {
        var shares = Shamir.Split([0x42], 3, 2, span => span.Fill(0x07));
        Assert.Equal(["4501", "4C02", "4B03"], shares.Select(Convert.ToHexString));
    }

    [Fact]
    public void Multiplies_in_the_field_of_aes()
    {
        Assert.Equal(0x01, GaloisField.Multiply(0x53, 0xCA));
        Assert.Equal(0xC1, GaloisField.Multiply(0x57, 0x83)); // FIPS 197, 4.2
    }

    [Fact]
    public void Every_element_but_zero_has_a_reciprocal()
    {
        Assert.Equal(0, GaloisField.Invert(0));
        for (var value = 1; value <= 255; value++)
        {
            Assert.Equal(1, GaloisField.Multiply((byte)value, GaloisField.Invert((byte)value)));
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    [InlineData(7, 7)]
    public void Any_subset_of_the_threshold_size_or_larger_rebuilds_the_secret_and_no_smaller_one(int parts, int threshold)
    {
        var random = new Random(parts);
        var secret = new byte[32];
        random.NextBytes(secret);
        var shares = Shamir.Split(secret, parts, threshold, random.NextBytes);
        for (var subset = 0; subset < 1 << parts; subset++)
        {
            ReadOnlyMemory<byte>[] chosen = [.. Enumerable.Range(0, parts)
                .Where(i => (subset >> i & 1) == 1)
                .Select(i => (ReadOnlyMemory<byte>)shares[i])
                .Reverse()];
            if (chosen.Length >= 2)
            {
                Assert.Equal(chosen.Length >= threshold, Shamir.Combine(chosen).AsSpan().SequenceEqual(secret));
            }
        }
    }

    [Fact]
    public void Works_at_the_upper_limit()
    {
        var shares = Shamir.Split("secret"u8, 255, 255, RandomSource.System);
        Assert.Equal(255, shares[^1][^1]);
        Assert.Equal("secret"u8, Shamir.Combine([.. shares.Select(share => (ReadOnlyMemory<byte>)share)]));
    }

    [Fact]
    public void Each_byte_has_coefficients_of_its_own()
    {
        var asked = new List<int>();
        byte next = 1;
        var shares = Shamir.Split(new byte[4], 3, 3, span =>
        {
            asked.Add(span.Length);
            span.Fill(next++);
        });
        Assert.Equal([2, 2, 2, 2], asked);
        Assert.Equal(4, shares[1][..4].Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1, 1, "threshold must be at least 2")]
    [InlineData(1, 2, 3, "parts cannot be less than threshold")]
    [InlineData(1, 256, 2, "parts cannot exceed 255")]
    [InlineData(1, 300, 300, "parts cannot exceed 255")]
    [InlineData(1, 3, 1, "threshold must be at least 2")]
    [InlineData(0, 3, 2, "cannot split an empty secret")]
    public void Keeps_its_limits(int length, int parts, int threshold, string message)
    {
        var error = Assert.Throws<SecretsKitException>(() => Shamir.Split(new byte[length], parts, threshold, RandomSource.System));
        Assert.Equal((ErrorCode.KeyWrapFailed, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("less than two parts cannot be used to reconstruct the secret", "4501")]
    [InlineData("less than two parts cannot be used to reconstruct the secret")]
    [InlineData("parts must be at least two bytes", "01", "02")]
    [InlineData("all parts must be the same length", "4501", "4C4C02")]
    [InlineData("duplicate part detected", "4501", "4C02", "FF01")]
    public void Refuses_shares_that_cannot_belong_together(string message, params string[] shares)
    {
        var error = Assert.Throws<SecretsKitException>(
            () => Shamir.Combine([.. shares.Select(share => (ReadOnlyMemory<byte>)Convert.FromHexString(share))]));
        Assert.Equal((ErrorCode.KeyUnrecoverable, message), (error.Code, error.Message));
    }
}
