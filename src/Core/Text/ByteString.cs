using System.Diagnostics;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>
/// Immutable bytes that are text by convention: the strings of documents, keys and values alike, which need not be valid UTF-8.
/// Equality is by content. <see cref="ToString"/> is fixed because a value may be secret; <see cref="RevealText"/> shows it.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct ByteString : IEquatable<ByteString>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Wraps without copying: the memory is given away and must not change.</summary>
    public ByteString(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Encodes as UTF-8.</summary>
    public ByteString(string text) => _bytes = Encoding.UTF8.GetBytes(text);

    /// <summary>Copies.</summary>
    public ByteString(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>No bytes.</summary>
    public static ByteString Empty => default;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>The bytes, for code that crosses an await.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Length in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>Decodes as UTF-8, replacing what is invalid. The result cannot be wiped: call it only at the edge that must emit text.</summary>
    public string RevealText() => Encoding.UTF8.GetString(_bytes.Span);

    /// <inheritdoc/>
    public bool Equals(ByteString other) => _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ByteHash.Of(_bytes.Span);

    /// <summary>The length, never the bytes.</summary>
    public override string ToString() => $"ByteString({Length} bytes)";

    /// <summary>Equality by content.</summary>
    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    /// <summary>Inequality by content.</summary>
    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);
}
