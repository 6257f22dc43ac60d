using System.Buffers.Text;
using System.Text;

namespace SecretsKit.Core.Secrets.Redaction;

/// <summary>
/// A value encoded as text: base64 in both alphabets, wherever the value lies in what is encoded; base32; hexadecimal. Not safe for
/// concurrent use.
/// </summary>
internal sealed class SecretEncodings(FormHashes hashes) : IDisposable
{
    // Fewer characters of these alphabets are found in ordinary words.
    private const int MinEncodedLength = 6;
    private const int Base64Group = 3;
    private const int BitsOfBase64 = 6;

    private readonly WipedBuffer<byte> _bytes = new();
    private readonly WipedBuffer<char> _text = new();

    /// <summary>Adds the encodings of a value, which is lent for the call.</summary>
    public void Add(ReadOnlySpan<char> value)
    {
        // What is encoded lies behind as many zeros as there are offsets within a group of base64.
        _bytes.Append([0, 0]);
        Encoding.UTF8.GetBytes(value, _bytes);
        var bytes = _bytes.Span[(Base64Group - 1)..];
        AddHex(bytes);
        AddBase32(bytes);
        for (var offset = 0; offset < Base64Group; offset++)
        {
            AddBase64(_bytes.Span[(Base64Group - 1 - offset)..], offset);
        }

        _bytes.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bytes.Dispose();
        _text.Dispose();
    }

    private void AddHex(ReadOnlySpan<byte> bytes)
    {
        foreach (var separator in (ReadOnlySpan<string>)["", " "])
        {
            foreach (var b in bytes)
            {
                _text.Append(_text.Length > 0 ? separator : "");
                _text.Append(HexDigit(b >> 4));
                _text.Append(HexDigit(b & 0xf));
            }

            AddDigits();
        }
    }

    private void AddBase32(ReadOnlySpan<byte> bytes)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (bits, count) = (0, 0);
        foreach (var b in bytes)
        {
            bits = ((bits << 8) | b) & 0xFFFF;
            for (count += 8; count >= 5; count -= 5)
            {
                _text.Append(Alphabet[(bits >> (count - 5)) & 31]);
            }
        }

        AddDigits();
    }

    // The characters that the value alone decides; those at its ends hold bits of what is around it. Where it is at the start, all.
    private void AddBase64(ReadOnlySpan<byte> bytes, int offset)
    {
        var destination = _text.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Convert.TryToBase64Chars(bytes, destination, out var length);
        _text.Advance(length);
        if (offset == 0)
        {
            AddInBothAlphabets(destination[..length]);
            AddInBothAlphabets(destination[..length].TrimEnd('='));
        }

        var first = ((offset * 8) + BitsOfBase64 - 1) / BitsOfBase64;
        AddInBothAlphabets(destination[first..(bytes.Length * 8 / BitsOfBase64)]);
        _text.Clear();
    }

    private void AddInBothAlphabets(Span<char> text)
    {
        AddBase64(text);
        if (text.ContainsAny('+', '/'))
        {
            text.Replace('+', '-');
            text.Replace('/', '_');
            AddBase64(text);
            text.Replace('-', '+');
            text.Replace('_', '/');
        }
    }

    private void AddBase64(ReadOnlySpan<char> text)
    {
        if (text.Length >= RedactionScope.FragmentLength)
        {
            hashes.AddFragments(text);
        }
        else if (text.Length >= RedactionScope.MinBytes)
        {
            hashes.AddInItsCase(text);
        }
    }

    private void AddDigits()
    {
        if (_text.Length >= RedactionScope.FragmentLength)
        {
            hashes.AddFragments(_text.Span);
        }
        else if (_text.Length >= MinEncodedLength)
        {
            hashes.AddWhole(_text.Span);
        }

        _text.Clear();
    }

    private static char HexDigit(int value) => "0123456789abcdef"[value];
}
