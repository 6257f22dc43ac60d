using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecretsKit.Core.Secrets;

/// <summary>
/// A growing buffer for what is secret: pinned, so that the collector leaves no copies, and wiped when it grows, is cleared or disposed.
/// Not safe for concurrent use.
/// </summary>
/// <typeparam name="T">Bytes or characters.</typeparam>
public sealed class WipedBuffer<T> : IBufferWriter<T>, IDisposable
    where T : unmanaged
{
    private const int FirstSize = 256;

    private T[] _items = [];

    /// <summary>How much was written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written, lent until the next change.</summary>
    public ReadOnlySpan<T> Span => _items.AsSpan(0, Length);

    /// <summary>What was written, lent until the next change, for code that needs memory.</summary>
    public ReadOnlyMemory<T> GetWritten() => _items.AsMemory(0, Length);

    /// <summary>Appends one.</summary>
    public void Append(T item)
    {
        GetSpan(1)[0] = item;
        Length++;
    }

    /// <summary>Appends several; they must not lie in this buffer.</summary>
    public void Append(scoped ReadOnlySpan<T> items)
    {
        items.CopyTo(GetSpan(items.Length));
        Length += items.Length;
    }

    /// <summary>Forgets what was written, all of the buffer; it can be used again.</summary>
    public void Clear()
    {
        Wipe(_items);
        Length = 0;
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<T> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _items.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<T> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _items.AsSpan(Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Wipe(_items);
        (_items, Length) = ([], 0);
    }

    private void Grow(int sizeHint)
    {
        var needed = checked(Length + Math.Max(sizeHint, 1));
        if (needed <= _items.Length)
        {
            return;
        }

        var larger = GC.AllocateUninitializedArray<T>(Math.Max(needed, Math.Max(FirstSize, _items.Length * 2)), pinned: true);
        Span.CopyTo(larger);
        Wipe(_items);
        _items = larger;
    }

    /// <summary>For tests: the buffer itself, whatever was written. Wiped with it.</summary>
    internal ReadOnlyMemory<T> TestOnlyItems => _items;

    private static void Wipe(Span<T> items) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(items));
}
