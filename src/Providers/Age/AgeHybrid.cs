using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Hpke;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>
/// A public key that holds against quantum computers too, <c>age1pq1...</c> (spec sops.md 8.7). A file for one may have no classic
/// recipient beside it.
/// </summary>
public sealed class HybridRecipient : AgeRecipient
{
    internal const string Type = "mlkem768x25519";
    private const string Prefix = "age1pq";

    private readonly byte[] _publicKey;

    internal HybridRecipient(ReadOnlySpan<byte> publicKey) => _publicKey = publicKey.ToArray();

    internal static ReadOnlySpan<byte> Context => "age-encryption.org/mlkem768x25519"u8;

    internal override bool IsPostQuantum => true;

    /// <inheritdoc/>
    public override string ToString() => Bech32.Encode(Prefix, _publicKey);

    /// <summary>Parses the Bech32 text alone.</summary>
    internal static HybridRecipient ParseNative(string text)
    {
        var key = Bech32.TryDecode(text, out var prefix, out var error);
        error = key is null
            ? error
            : prefix != Prefix
            ? $"invalid type \"{prefix}\""
            : !HybridKem.IsPublicKey(key)
            ? "invalid MLKEM768-X25519 public key"
            : "";
        return error.Length == 0
            ? new(key)
            : throw new AgeException(AgeFailure.Recipient, $"malformed recipient {Quoted.Of(text)}: {error}");
    }

    internal override ValueTask<IReadOnlyList<AgeStanza>> WrapAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct)
    {
        var encapsulation = new byte[HybridKem.EncapsulationSize];
        var body = new byte[AgePrimitives.WrappedKeySize];
        return HpkeMessage.TrySeal(_publicKey, Context, fileKey.Span, random, encapsulation, body)
            ? new([new AgeStanza(Type, [StrictBase64.Encode(encapsulation)], body)])
            : throw new AgeException(
                AgeFailure.Recipient, "failed to set up HPKE sender: crypto/ecdh: bad X25519 remote ECDH input: low order point");
    }
}

/// <summary>The private key of a <see cref="HybridRecipient"/>, <c>AGE-SECRET-KEY-PQ-1...</c>: a seed.</summary>
public sealed class HybridIdentity : AgeNativeIdentity
{
    private const string Prefix = "AGE-SECRET-KEY-PQ-";

    private readonly Lazy<HybridRecipient> _recipient;

    /// <summary>Copies a seed of 32 bytes.</summary>
    internal HybridIdentity(ReadOnlySpan<byte> seed)
        : base(Prefix, seed) => _recipient = new(DeriveRecipient);

    /// <inheritdoc/>
    public override HybridRecipient Recipient => _recipient.Value;

    internal override string StanzaType => HybridRecipient.Type;

    /// <summary>A fresh identity. The caller owns it.</summary>
    public static HybridIdentity Generate(RandomFill random) => Generate(random, static seed => new HybridIdentity(seed));

    /// <summary>Parses Bech32 text; the error never holds it.</summary>
    internal static HybridIdentity ParseNative(ReadOnlySpan<char> text) =>
        Parse(text, Prefix, "MLKEM768-X25519", static seed => new HybridIdentity(seed));

    internal override SecretBytes? Unwrap(AgeStanza stanza)
    {
        var encapsulation = Decode(stanza);
        Span<byte> shared = stackalloc byte[HybridKem.SharedSecretSize];
        Span<byte> fileKey = stackalloc byte[AgePrimitives.FileKeySize];
        try
        {
            return !HybridKem.TryDecapsulate(Secret, encapsulation, shared)
                ? throw Invalid(": crypto/ecdh: bad X25519 remote ECDH input: low order point")
                : HpkeMessage.TryOpen(shared, HybridRecipient.Context, stanza.Body, fileKey) ? new SecretBytes(fileKey) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    private static byte[] Decode(AgeStanza stanza)
    {
        if (stanza.Arguments.Count != 1)
        {
            throw new AgeException(AgeFailure.Header, "invalid mlkem768x25519 recipient block");
        }

        var encapsulation = StrictBase64.TryDecode(Encoding.ASCII.GetBytes(stanza.Arguments[0]), out var at)
            ?? throw new AgeException(
                AgeFailure.Header, $"failed to parse {HybridRecipient.Type} recipient: illegal base64 data at input byte {at}");
        return stanza.Body.Length != AgePrimitives.WrappedKeySize
            ? throw new AgeException(AgeFailure.Header, "encrypted value has unexpected length")
            : encapsulation.Length == HybridKem.EncapsulationSize ? encapsulation : throw Invalid(": invalid encapsulated key size");
    }

    private static AgeException Invalid(string detail) => new(AgeFailure.Header, "invalid mlkem768x25519 recipient" + detail);

    private HybridRecipient DeriveRecipient()
    {
        var publicKey = new byte[HybridKem.PublicKeySize];
        HybridKem.DerivePublicKey(Secret, publicKey);
        return new HybridRecipient(publicKey);
    }
}
