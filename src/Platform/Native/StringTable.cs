using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Platform.Native;

/// <summary>
/// A null-terminated array of C strings (argv, envp) in memory of our own, wiped on disposal because variables may be secrets.
/// </summary>
internal sealed unsafe class StringTable : IDisposable
{
    private readonly nuint _size;
    private byte** _block;

    private StringTable(int count, nuint textSize)
    {
        _size = ((nuint)(count + 1) * (nuint)sizeof(byte*)) + textSize;
        _block = (byte**)NativeMemory.Alloc(_size);
    }

    internal byte** Pointer => _block;

    internal static StringTable Arguments(string program, IReadOnlyList<string> arguments)
    {
        nuint size = Length(program) + 1;
        foreach (var argument in arguments)
        {
            size += Length(argument) + 1;
        }

        var table = new StringTable(arguments.Count + 1, size);
        var text = (byte*)(table._block + arguments.Count + 2);
        text = table.Add(0, text, program, default, hasValue: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            text = table.Add(i + 1, text, arguments[i], default, hasValue: false);
        }

        table._block[arguments.Count + 1] = null;
        return table;
    }

    /// <summary>The environment of a child.</summary>
    /// <param name="inherited">Variables of ours.</param>
    /// <param name="added">Variables put over those; the last of equal names wins.</param>
    internal static StringTable Variables(
        IReadOnlyDictionary<string, string> inherited, IReadOnlyList<KeyValuePair<string, ByteString>> added)
    {
        // Later entries win; a duplicate name in envp would leave the choice to the child's C library.
        var last = new Dictionary<string, int>(added.Count);
        for (var i = 0; i < added.Count; i++)
        {
            last[added[i].Key] = i;
        }

        var count = last.Count;
        nuint size = 0;
        foreach (var (name, index) in last)
        {
            size += Length(name) + (nuint)added[index].Value.Length + 2;
        }

        foreach (var (name, value) in inherited)
        {
            if (!last.ContainsKey(name))
            {
                count++;
                size += Length(name) + Length(value) + 2;
            }
        }

        var table = new StringTable(count, size);
        var text = (byte*)(table._block + count + 1);
        var slot = 0;
        foreach (var (name, value) in inherited)
        {
            if (!last.ContainsKey(name))
            {
                text = table.Add(slot++, text, name, Encoding.UTF8.GetBytes(value), hasValue: true);
            }
        }

        foreach (var (name, index) in last)
        {
            text = table.Add(slot++, text, name, added[index].Value.Span, hasValue: true);
        }

        table._block[slot] = null;
        return table;
    }

    public void Dispose()
    {
        if (_block != null)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(_block, checked((int)_size)));
            NativeMemory.Free(_block);
            _block = null;
        }
    }

    private static nuint Length(string text) => (nuint)Encoding.UTF8.GetByteCount(text);

    private byte* Add(int slot, byte* at, string text, ReadOnlySpan<byte> value, bool hasValue)
    {
        _block[slot] = at;
        var free = new Span<byte>(at, checked((int)(((byte*)_block + _size) - at)));
        var used = Encoding.UTF8.GetBytes(text, free);
        if (hasValue)
        {
            free[used++] = (byte)'=';
            value.CopyTo(free[used..]);
            used += value.Length;
        }

        free[used++] = 0;
        return at + used;
    }
}
