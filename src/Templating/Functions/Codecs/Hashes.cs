using System.Globalization;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Codecs;

/// <summary>Checksums (spec sprig.md 4).</summary>
internal static class Hashes
{
    private const uint AdlerModulus = 65_521;

    public static FunctionTable AddHashes(this FunctionTable table) => table
        .Add("sha1sum", static (_, a) => Hex(Sha1.Hash(a[0].StringBytes)), P.String)
        .Add("sha256sum", static (_, a) => Sha256Sum(a[0].StringBytes), P.String)
        .Add("sha512sum", static (_, a) => Sha512Sum(a[0].StringBytes), P.String)
        .Add("adler32sum", static (_, a) => Value.Of(Adler32(a[0].StringBytes).ToString(CultureInfo.InvariantCulture)), P.String);

    private static Value Sha256Sum(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Sha256.Size];
        Sha256.Hash(data, digest);
        return Hex(digest);
    }

    private static Value Sha512Sum(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Sha512Hasher.Size];
        Sha512Hasher.Hash(data, digest);
        return Hex(digest);
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        var (low, high) = (1u, 0u);
        foreach (var c in data)
        {
            low = (low + c) % AdlerModulus;
            high = (high + low) % AdlerModulus;
        }

        return (high << 16) | low;
    }

    private static Value Hex(ReadOnlySpan<byte> digest) => Value.Of(Convert.ToHexStringLower(digest));
}
