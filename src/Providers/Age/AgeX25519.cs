using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>The standard age public key, <c>age1...</c> (spec sops.md 8.3).</summary>
public sealed class X25519Recipient : AgeRecipient
{
    internal const string Type = "X25519";
    private const string Prefix = "age";

    private readonly byte[] _point;

    internal X25519Recipient(ReadOnlySpan<byte> point) => _point = point.ToArray();

    internal static ReadOnlySpan<byte> Label => "age-encryption.org/v1/X25519"u8;

    internal ReadOnlySpan<byte> Point => _point;

    /// <inheritdoc/>
    public override string ToString() => Bech32.Encode(Prefix, _point);

    /// <summary>Parses the Bech32 text alone.</summary>
    internal static X25519Recipient ParseNative(string text)
    {
        var point = Bech32.TryDecode(text, out var prefix, out var error);
        error = point is null
            ? error
            : prefix != Prefix
            ? $"invalid type \"{prefix}\""
            : point.Length != X25519.Size
            ? "invalid X25519 public key"
            : "";
        return error.Length == 0
            ? new(point)
            : throw new AgeException(AgeFailure.Recipient, $"malformed recipient {Quoted.Of(text)}: {error}");
    }

    internal override ValueTask<IReadOnlyList<AgeStanza>> WrapAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct)
    {
        Span<byte> ephemeral = stackalloc byte[X25519.Size];
        Span<byte> share = stackalloc byte[X25519.Size];
        Span<byte> shared = stackalloc byte[X25519.Size];
        Span<byte> wrapKey = stackalloc byte[ChaChaPoly.KeySize];
        try
        {
            random(ephemeral);
            X25519.DerivePublicKey(ephemeral, share);
            if (!X25519.TryAgree(ephemeral, _point, shared))
            {
                throw new AgeException(AgeFailure.Recipient, "crypto/ecdh: bad X25519 remote ECDH input: low order point");
            }

            AgePrimitives.DeriveWrapKey(shared, share, _point, Label, wrapKey);
            return new([new AgeStanza(Type, [StrictBase64.Encode(share)], AgePrimitives.Seal(wrapKey, fileKey.Span))]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ephemeral);
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }
}

/// <summary>The standard age private key, <c>AGE-SECRET-KEY-1...</c>.</summary>
public sealed class X25519Identity : AgeNativeIdentity
{
    private const string Prefix = "AGE-SECRET-KEY-";

    private readonly X25519Recipient _recipient;

    /// <summary>Copies a scalar of 32 bytes.</summary>
    internal X25519Identity(ReadOnlySpan<byte> scalar)
        : base(Prefix, scalar)
    {
        Span<byte> point = stackalloc byte[X25519.Size];
        X25519.DerivePublicKey(scalar, point);
        _recipient = new X25519Recipient(point);
    }

    /// <inheritdoc/>
    public override X25519Recipient Recipient => _recipient;

    internal override string StanzaType => X25519Recipient.Type;

    /// <summary>A fresh identity. The caller owns it.</summary>
    public static X25519Identity Generate(RandomFill random) => Generate(random, static scalar => new X25519Identity(scalar));

    /// <summary>Parses Bech32 text; the error never holds it.</summary>
    internal static X25519Identity ParseNative(ReadOnlySpan<char> text) =>
        Parse(text, Prefix, "X25519", static scalar => new X25519Identity(scalar));

    internal override SecretBytes? Unwrap(AgeStanza stanza)
    {
        if (stanza.Arguments.Count != 1)
        {
            throw Invalid();
        }

        var share = AgeShare.Decode(stanza.Arguments[0], "X25519") ?? throw Invalid();
        Span<byte> shared = stackalloc byte[X25519.Size];
        Span<byte> wrapKey = stackalloc byte[ChaChaPoly.KeySize];
        try
        {
            if (!X25519.TryAgree(Secret, share, shared))
            {
                throw AgeShare.LowOrder();
            }

            AgePrimitives.DeriveWrapKey(shared, share, _recipient.Point, X25519Recipient.Label, wrapKey);
            return stanza.Body.Length == AgePrimitives.WrappedKeySize
                ? AgePrimitives.TryOpen(wrapKey, stanza.Body)
                : throw Invalid(": incorrect file key size");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    private static AgeException Invalid(string detail = "") => new(AgeFailure.Header, "invalid X25519 recipient block" + detail);
}
