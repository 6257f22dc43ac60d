using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Generators;

/// <summary>One-time codes by time (RFC 6238).</summary>
internal static class OneTimeCode
{
    /// <summary>The code of now, and for how many seconds it holds.</summary>
    public static async ValueTask<SecretMap> GenerateAsync(
        MapValue spec, string ns, IStoreReferences references, TimeProvider clock, CancellationToken ct)
    {
        var selector = spec.Child("secret") ?? new MapValue();
        var seed = await references.SecretKeyAsync(ns, selector.Text("name"), selector.Text("key"), ct);
        var key = Base32Text.Decode(seed.RevealText().Trim())
            ?? throw GeneratedValues.Failed("error using generator: the seed is not base 32");
        var length = (int)(spec.Integer("length") is > 0 and <= 9 and var digits ? digits : 6);
        var period = spec.Integer("timePeriod") is > 0 and var seconds ? seconds : 30;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var map = GeneratedValues.One("token", Code(key, now / period, length, spec.Text("algorithm")));
        map["timeLeft"] = SecretValue.OfText((period - (now % period)).ToString(CultureInfo.InvariantCulture));
        return map;
    }

#pragma warning disable CA5350 // The algorithm is the one that the other side has.
    private static string Code(byte[] key, long step, int length, string algorithm)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
        var hash = algorithm.ToLowerInvariant() switch
        {
            "sha256" => HMACSHA256.HashData(key, message),
            "sha512" => HMACSHA512.HashData(key, message),
            _ => HMACSHA1.HashData(key, message),
        };
        var at = hash[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(at, 4)) & int.MaxValue;
        var limit = 1L;
        for (var digit = 0; digit < length; digit++)
        {
            limit *= 10;
        }

        return (number % limit).ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
    }
#pragma warning restore CA5350
}
