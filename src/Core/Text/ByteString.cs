using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>
/// Immutable bytes that are text by convention: the strings of documents, keys and values alike, which need not be valid UTF-8.
/// Equality is by content. <see cref="ToString"/> is fixed because a value may be secret; <see cref="RevealText"/> shows it.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct ByteString : IEquatable<ByteString>
{
    // Not a ReadOnlyMemory, which asks what it refers to each time that its bytes are wanted: these are keys of dictionaries.
    private readonly byte[]? _array;
    private readonly int _start;

    /// <summary>
    /// Wraps without copying: the array under the memory is given away and must not change. Memory without one is copied.
    /// </summary>
    public ByteString(ReadOnlyMemory<byte> bytes) => (_array, _start, Length) = MemoryMarshal.TryGetArray(bytes, out var segment)
        ? (segment.Array, segment.Offset, segment.Count)
        : (bytes.ToArray(), 0, bytes.Length);

    /// <summary>Encodes as UTF-8.</summary>
    public ByteString(string text)
    {
        _array = Encoding.UTF8.GetBytes(text);
        Length = _array.Length;
    }

    /// <summary>Copies.</summary>
    public ByteString(ReadOnlySpan<byte> bytes) => (_array, Length) = (bytes.ToArray(), bytes.Length);

    /// <summary>No bytes.</summary>
    public static ByteString Empty => default;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => new(_array, _start, Length);

    /// <summary>The bytes, for code that crosses an await.</summary>
    public ReadOnlyMemory<byte> Memory => new(_array, _start, Length);

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>
    /// Decodes as UTF-8, replacing what is invalid. The result cannot be wiped: call it only at the edge that must emit text.
    /// </summary>
    public string RevealText() => Encoding.UTF8.GetString(Span);

    /// <inheritdoc/>
    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ByteHash.Of(Span);

    /// <summary>The length, never the bytes.</summary>
    public override string ToString() => $"ByteString({Length} bytes)";

    /// <summary>Equality by content.</summary>
    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    /// <summary>Inequality by content.</summary>
    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);
}
