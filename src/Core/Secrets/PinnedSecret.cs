using System.Diagnostics;
using System.Security.Cryptography;

namespace SecretsKit.Core.Secrets;

/// <summary>
/// Key material in a pinned array that is wiped on disposal. The collector cannot move the array, so no stale copy stays behind;
/// copies made before the bytes came here are beyond our reach. Not safe for use and disposal on different threads at once.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class PinnedSecret : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    private protected PinnedSecret(int length) => _bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);

    private protected PinnedSecret(ReadOnlySpan<byte> source)
        : this(source.Length) => source.CopyTo(_bytes);

    /// <summary>The secret bytes, lent: do not keep the span past the owner's disposal.</summary>
    /// <exception cref="ObjectDisposedException">The secret has been wiped.</exception>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>Length in bytes.</summary>
    public int Length => _bytes.Length;

    private protected Span<byte> Writable => _bytes;

    /// <summary>Compares in time that depends on the lengths alone.</summary>
    public bool FixedTimeEquals(PinnedSecret other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CryptographicOperations.FixedTimeEquals(Span, other.Span);
    }

    /// <summary>Wipes the bytes. Calling it again does nothing.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>A fixed text; never the bytes.</summary>
    public sealed override string ToString() => GetType().Name + "(***)";
}
