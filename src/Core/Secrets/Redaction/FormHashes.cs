using System.Buffers;
using System.Numerics;

namespace SecretsKit.Core.Secrets.Redaction;

/// <summary>
/// Hashes of texts that a message must not hold: whole ones of 4 to 24 characters, and of longer ones each part of
/// <see cref="RedactionScope.FragmentLength"/>. A search takes a bounded number of steps for each character of
/// the message, however many texts there are.
/// </summary>
internal sealed class FormHashes
{
    /// <summary>The longest text that can be added as a whole.</summary>
    public const int MaxWhole = 24;

    private const int Shortest = RedactionScope.MinBytes;
    private const int FilterBits = 18;
    private const ulong Factor = 0x9E3779B97F4A7C15;

    // Between which PEM has its contents. Messages speak of private keys and certificates.
    private const string Boundaries =
        "-----BEGIN CERTIFICATE REQUEST-----END CERTIFICATE REQUEST-----BEGIN CERTIFICATE-----END CERTIFICATE-----"
        + "BEGIN RSA PRIVATE KEY-----END RSA PRIVATE KEY-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----BEGIN EC PRIVATE KEY-----"
        + "END EC PRIVATE KEY-----BEGIN ENCRYPTED PRIVATE KEY-----END ENCRYPTED PRIVATE KEY-----BEGIN OPENSSH PRIVATE KEY-----"
        + "END OPENSSH PRIVATE KEY-----BEGIN PUBLIC KEY-----END PUBLIC KEY-----BEGIN RSA PUBLIC KEY-----END RSA PUBLIC KEY-----";

    private static readonly SearchValues<char> BoundaryCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ -");

    private readonly HashSet<ulong> _fragments = [];
    private readonly HashSet<ulong>?[] _whole = new HashSet<ulong>?[MaxWhole + 1];
    private readonly HashSet<ulong>?[] _sameCase = new HashSet<ulong>?[MaxWhole + 1];

    // Which hashes of the first characters occur at all: nearly all places of a message end here.
    private readonly ulong[] _starts = new ulong[1 << (FilterBits - 6)];
    private int _longest = RedactionScope.FragmentLength;

    /// <summary>Adds a text of up to <see cref="MaxWhole"/> characters, in any case.</summary>
    public void AddWhole(ReadOnlySpan<char> text)
    {
        _longest = Math.Max(_longest, text.Length);
        (_whole[text.Length] ??= []).Add(Hash(text));
        AddStart(text);
    }

    /// <summary>Adds a text of up to <see cref="MaxWhole"/> characters that counts only in its own case, as base64 does.</summary>
    public void AddInItsCase(ReadOnlySpan<char> text)
    {
        _longest = Math.Max(_longest, text.Length);
        (_sameCase[text.Length] ??= []).Add(HashOfCase(text));
        AddStart(text);
    }

    /// <summary>
    /// Adds the parts of a longer text, in any case, but for those without content: blanks, dashes, dots, and the lines around PEM.
    /// </summary>
    public void AddFragments(ReadOnlySpan<char> text)
    {
        for (var at = 0; at + RedactionScope.FragmentLength <= text.Length; at++)
        {
            var part = text.Slice(at, RedactionScope.FragmentLength);
            if (!IsPlain(part) && !IsOfBoundary(part))
            {
                _fragments.Add(Hash(part));
                AddStart(part);
            }
        }
    }

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        _fragments.Clear();
        Array.Clear(_whole);
        Array.Clear(_sameCase);
        Array.Clear(_starts);
    }

    /// <summary>How many characters at the start of a text are a known one; 0 if none.</summary>
    public int LengthAt(ReadOnlySpan<char> text)
    {
        if (text.Length < Shortest)
        {
            return 0;
        }

        var hash = Hash(text[..Shortest]);
        if (!MayStart(hash))
        {
            return 0;
        }

        var (length, exact) = (0, HashOfCase(text[..Shortest]));
        var most = Math.Min(text.Length, _longest);
        for (var size = Shortest; ; size++)
        {
            if (_whole[size]?.Contains(hash) == true
                || _sameCase[size]?.Contains(exact) == true
                || (size == RedactionScope.FragmentLength && _fragments.Contains(hash)))
            {
                length = size;
            }

            if (size == most)
            {
                return length;
            }

            hash = Step(hash, Fold(text[size]));
            exact = Step(exact, text[size]);
        }
    }

    private static bool IsOfBoundary(ReadOnlySpan<char> part) =>
        !part.ContainsAnyExcept(BoundaryCharacters) && Boundaries.AsSpan().Contains(part, StringComparison.Ordinal);

    private static bool IsPlain(ReadOnlySpan<char> part)
    {
        const int FewKinds = 5;
        var (letters, kinds) = (0, 0);
        for (var at = 0; at < part.Length; at++)
        {
            letters += char.IsLetterOrDigit(part[at]) ? 1 : 0;
            kinds += part[..at].Contains(part[at]) ? 0 : 1;
        }

        return letters < RedactionScope.FragmentLength / 2 && kinds <= FewKinds;
    }

    private void AddStart(ReadOnlySpan<char> text)
    {
        var bit = Hash(text[..Shortest]) >> (64 - FilterBits);
        _starts[bit >> 6] |= 1UL << (int)(bit & 63);
    }

    private bool MayStart(ulong hash)
    {
        var bit = hash >> (64 - FilterBits);
        return (_starts[bit >> 6] & (1UL << (int)(bit & 63))) != 0;
    }

    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 0UL;
        foreach (var c in text)
        {
            hash = Step(hash, Fold(c));
        }

        return hash;
    }

    private static ulong HashOfCase(ReadOnlySpan<char> text)
    {
        var hash = 0UL;
        foreach (var c in text)
        {
            hash = Step(hash, c);
        }

        return hash;
    }

    private static ulong Step(ulong hash, char c) => (BitOperations.RotateLeft(hash, 13) ^ c) * Factor;

    // Upper and lower case are the same.
    private static char Fold(char c) => char.IsAscii(c) ? (char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c) : char.ToLowerInvariant(c);
}
