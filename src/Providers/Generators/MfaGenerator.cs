using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Generators;

/// <summary>
/// A code for a second factor from a seed (RFC 6238), in <c>token</c>, and for how many seconds it is valid, in <c>timeLeft</c>.
/// </summary>
internal sealed class MfaGenerator : ISecretGenerator
{
    private const string Provider = "MFA generator";
    private const int MaxDigits = 9;

    private readonly StoreContext _context;
    private readonly StoreFields _seed;
    private readonly int _digits;
    private readonly int _period;
    private readonly DateTimeOffset? _when;
    private readonly Func<byte[], byte[], byte[]> _hash;

    private MfaGenerator(StoreFields fields, StoreContext context)
    {
        _context = context;
        _seed = fields.RequiredChild("secret");
        _digits = fields.Integer("length") switch
        {
            null or 0 => 6,
            { } count and > 0 and <= MaxDigits => (int)count,
            _ => throw fields.Wrong("length", "expected a whole number from 1 to 9"),
        };
        _period = fields.Integer("timePeriod") switch
        {
            null or 0 => 30,
            { } seconds and > 0 and <= int.MaxValue => (int)seconds,
            _ => throw fields.Wrong("timePeriod", "expected seconds from 1"),
        };
        _hash = fields.Text("algorithm") switch
        {
            "" or "sha1" => HMACSHA1.HashData,
            "sha256" => HMACSHA256.HashData,
            "sha512" => HMACSHA512.HashData,
            _ => throw fields.Wrong("algorithm", "expected sha1, sha256 or sha512"),
        };
        _when = fields.Text("when") switch
        {
            "" => null,
            var text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : throw fields.Wrong("when", "expected a time, such as 2026-01-31T12:00:00Z"),
        };
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "MFA", "mfaSpec", static (spec, context) => new MfaGenerator(new StoreFields(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var text = await StoreReferenceFields.SecretKeyAsync(_seed, _context, defaultKey: null, ct);
        var seed = AuthenticatorSeed.TryDecode(text.Bytes.Span)
            ?? throw new ProviderException(
                new(ProviderFault.InvalidSettings, Provider, "generate", _seed.RequiredText("name")), $"the seed is not base32");
        try
        {
            var now = (_when ?? _context.Host.Clock.GetUtcNow()).ToUnixTimeSeconds();
            return new()
            {
                ["token"] = SecretValue.OfText(Code(seed, now / _period)),
                ["timeLeft"] = SecretValue.OfText((_period - (now % _period)).ToString(CultureInfo.InvariantCulture)),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    // RFC 4226 5.3: four bytes from where the last half byte says, without the sign.
    private string Code(byte[] seed, long counter)
    {
        var message = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        var hash = _hash(seed, message);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (number % (uint)Math.Pow(10, _digits)).ToString(CultureInfo.InvariantCulture).PadLeft(_digits, '0');
    }
}
