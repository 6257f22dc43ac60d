using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Core.Envelope.Mac;

/// <summary>
/// The MAC of a file: SHA-512 over the texts of its values in file order, without keys and separators (spec sops.md part 3).
/// Not safe for concurrent use.
/// </summary>
internal sealed class DocumentMac : IDisposable
{
    private readonly Sha512Hasher _hasher;
    private readonly bool _onlyEncrypted;

    /// <summary>Starts a MAC.</summary>
    /// <param name="onlyEncrypted">Whether values that are not encrypted are left out.</param>
    /// <param name="expectedBytes">About how much text will come. Only speed depends on it.</param>
    public DocumentMac(bool onlyEncrypted, long expectedBytes)
    {
        _hasher = new(expectedBytes);
        _onlyEncrypted = onlyEncrypted;
        if (onlyEncrypted)
        {
            _hasher.Append(OnlyEncryptedSeed);
        }
    }

    // SHA-256 of "sops", so that the two kinds of MAC never agree.
    private static ReadOnlySpan<byte> OnlyEncryptedSeed =>
    [
        0x8a, 0x3f, 0xd2, 0xad, 0x54, 0xce, 0x66, 0x52, 0x7b, 0x10, 0x34, 0xf3, 0xd1, 0x47, 0xbe, 0x0b,
        0x0b, 0x97, 0x5b, 0x3b, 0xf4, 0x4f, 0x72, 0xc6, 0xfd, 0xad, 0xec, 0x81, 0x76, 0xf2, 0x7d, 0x69,
    ];

    /// <summary>Adds a plaintext leaf; comments are no part of a MAC.</summary>
    public void Add(Node leaf, bool encrypted)
    {
        if (leaf is CommentNode || (_onlyEncrypted && !encrypted))
        {
            return;
        }

        Span<byte> scratch = stackalloc byte[ScalarText.ScratchSize];
        _hasher.Append(ScalarText.Serialize(leaf, scratch));
        scratch.Clear();
    }

    /// <summary>The MAC: 128 upper-case hex digits.</summary>
    public string Finish()
    {
        Span<byte> digest = stackalloc byte[Sha512Hasher.Size];
        _hasher.Finish(digest);
        return Convert.ToHexString(digest);
    }

    public void Dispose() => _hasher.Dispose();
}
