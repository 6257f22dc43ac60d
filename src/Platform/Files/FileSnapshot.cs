using SecretsKit.Core.Crypto;

namespace SecretsKit.Platform.Files;

/// <summary>
/// What a file held when it was read, as a digest: a later write compares, so that nobody's change between the two is lost.
/// Times and inode numbers would not do: editors and git replace files within one tick of the clock.
/// </summary>
public sealed class FileSnapshot
{
    private readonly byte[]? _digest;

    private FileSnapshot(byte[]? digest) => _digest = digest;

    /// <summary>There was no file.</summary>
    public static FileSnapshot Missing { get; } = new(null);

    /// <summary>Whether there was no file.</summary>
    public bool IsMissing => _digest is null;

    /// <summary>The file held <paramref name="content"/>.</summary>
    public static FileSnapshot Of(ReadOnlySpan<byte> content)
    {
        var digest = new byte[Sha256.Size];
        Sha256.Hash(content, digest);
        return new(digest);
    }

    /// <summary>Whether the file holds <paramref name="content"/> still.</summary>
    internal bool Matches(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[Sha256.Size];
        Sha256.Hash(content, digest);
        return digest.SequenceEqual(_digest);
    }
}
