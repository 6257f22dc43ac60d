using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SecretsKit.Providers.Age;

/// <summary>Secret bytes seen as characters, one for each, for parsers of ASCII text. Wiped on disposal.</summary>
internal readonly struct SecretText : IDisposable
{
    private readonly char[] _characters;

    public SecretText(ReadOnlySpan<byte> bytes)
    {
        _characters = GC.AllocateUninitializedArray<char>(bytes.Length, pinned: true);
        Encoding.Latin1.GetChars(bytes, _characters);
    }

    public ReadOnlySpan<char> Span => _characters;

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_characters.AsSpan()));
}
