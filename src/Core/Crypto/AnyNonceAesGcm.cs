using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto.Gcm;

namespace SecretsKit.Core.Crypto;

/// <summary>How the cipher is computed. The result is the same.</summary>
internal enum GcmPath
{
    /// <summary>AES-NI and PCLMULQDQ.</summary>
    X86,

    /// <summary>The AES extension of Armv8.</summary>
    Arm,

    /// <summary>The platform's AES and integer arithmetic.</summary>
    Portable,
}

/// <summary>
/// AES-256-GCM with nonces of any length from one byte: SOPS values carry 32, which <see cref="AesGcm"/> refuses. The key is expanded
/// once and wiped on disposal. Source and destination may be the same memory, but not overlap otherwise. Not safe for concurrent use.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class AnyNonceAesGcm : IDisposable
{
    public const int KeySize = 32;
    public const int TagSize = 16;

    private readonly GcmEngine _engine;
    private bool _disposed;

    /// <summary>Expands the key, which stays the caller's to wipe.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="path">How to compute; the fastest that this processor supports by default.</param>
    public AnyNonceAesGcm(ReadOnlySpan<byte> key, GcmPath? path = null)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException("the key must have 32 bytes", nameof(key));
        }

        Path = path ?? SupportedPaths[0];
        _engine = Path switch
        {
            GcmPath.X86 when X86Instructions.IsSupported => new InstructionGcm<X86Instructions>(key),
            GcmPath.Arm when ArmInstructions.IsSupported => new InstructionGcm<ArmInstructions>(key),
            GcmPath.Portable => new PlatformGcm(key),
            _ => throw new PlatformNotSupportedException($"this processor lacks the instructions of {Path}"),
        };
    }

    /// <summary>What this machine can run, fastest first.</summary>
    public static IReadOnlyList<GcmPath> SupportedPaths { get; } =
        X86Instructions.IsSupported ? [GcmPath.X86, GcmPath.Portable]
        : ArmInstructions.IsSupported ? [GcmPath.Arm, GcmPath.Portable]
        : [GcmPath.Portable];

    public GcmPath Path { get; }

    /// <summary>Encrypts and authenticates.</summary>
    /// <param name="nonce">At least one byte, never used twice with one key for different messages.</param>
    /// <param name="plaintext">The message, possibly empty.</param>
    /// <param name="ciphertext">Receives as many bytes as the plaintext has.</param>
    /// <param name="tag">Receives 16 bytes.</param>
    /// <param name="additionalData">Authenticated as well, not encrypted.</param>
    public void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> additionalData)
    {
        Check(nonce, plaintext, ciphertext, tag);
        _engine.Process(GcmDirection.Seal, nonce, plaintext, ciphertext, additionalData).CopyTo(tag);
    }

    /// <summary>Decrypts if the tag is right, compared in fixed time.</summary>
    /// <returns>Whether the message is authentic; if not, the destination is all zeros.</returns>
    public bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext,
            ReadOnlySpan<byte> additionalData)
    {
        Check(nonce, ciphertext, plaintext, tag);
        Span<byte> expected = stackalloc byte[TagSize];
        // The tag may lie in the memory that the plaintext goes to.
        Span<byte> given = stackalloc byte[TagSize];
        tag.CopyTo(given);
        _engine.Process(GcmDirection.Open, nonce, ciphertext, plaintext, additionalData).CopyTo(expected);
        var authentic = CryptographicOperations.FixedTimeEquals(expected, given);
        // Of a forgery the right tag is as secret as the key stream.
        CryptographicOperations.ZeroMemory(expected);
        if (!authentic)
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }

        return authentic;
    }

    public void Dispose()
    {
        _disposed = true;
        _engine.Dispose();
    }

    public override string ToString() => "AnyNonceAesGcm(***)";

    private void Check(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, Span<byte> destination, ReadOnlySpan<byte> tag)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (nonce.IsEmpty)
        {
            throw new ArgumentException("the nonce must not be empty", nameof(nonce));
        }

        if (source.Length != destination.Length)
        {
            throw new ArgumentException("source and destination differ in length", nameof(destination));
        }

        if (tag.Length != TagSize)
        {
            throw new ArgumentException("the tag must have 16 bytes", nameof(tag));
        }
    }
}
