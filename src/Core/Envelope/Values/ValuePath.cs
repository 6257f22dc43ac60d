namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// The path of a value as the cipher authenticates it: every key followed by a colon, and a lone colon at the top (spec sops.md 2.1).
/// Keys are not escaped and list positions are no part of it. Grows and shrinks in place while a tree is walked.
/// </summary>
public sealed class ValuePath
{
    private static readonly byte[] Root = [(byte)':'];

    private readonly Stack<int> _lengths = new();
    private byte[] _bytes = new byte[64];
    private int _length;

    /// <summary>The bytes to authenticate, lent until the next change.</summary>
    public ReadOnlySpan<byte> AdditionalData => _length == 0 ? Root : _bytes.AsSpan(0, _length);

    /// <summary>Number of keys.</summary>
    public int Depth => _lengths.Count;

    /// <summary>Enters the value of a key.</summary>
    public void Push(ReadOnlySpan<byte> key)
    {
        var length = checked(_length + key.Length + 1);
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(length, _bytes.Length * 2));
        }

        key.CopyTo(_bytes.AsSpan(_length));
        _bytes[length - 1] = (byte)':';
        _lengths.Push(_length);
        _length = length;
    }

    /// <summary>Leaves the value of the last key.</summary>
    /// <exception cref="InvalidOperationException">The path is empty.</exception>
    public void Pop() => _length = _lengths.Pop();
}
