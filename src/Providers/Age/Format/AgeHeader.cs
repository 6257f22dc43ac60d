using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Providers.Age.Format;

/// <summary>The header of an age file (spec sops.md 8.2): who can open it, and a MAC that only the file key can check.</summary>
internal sealed class AgeHeader
{
    private const int MacLength = 32;
    private const string Reading = "failed to read header: ";
    private const string Parsing = Reading + "parsing age header: ";

    private readonly ReadOnlyMemory<byte> _authenticated;
    private readonly byte[] _mac;

    private AgeHeader(IReadOnlyList<AgeStanza> stanzas, ReadOnlyMemory<byte> authenticated, byte[] mac) =>
        (Stanzas, _authenticated, _mac) = (stanzas, authenticated, mac);

    /// <summary>The stanzas in file order.</summary>
    public IReadOnlyList<AgeStanza> Stanzas { get; }

    private static ReadOnlySpan<byte> Intro => "age-encryption.org/v1\n"u8;

    private static ReadOnlySpan<byte> Closing => "---"u8;

    /// <summary>Reads a header and leaves <paramref name="input"/> at the payload.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.Header"/> or <see cref="AgeFailure.Armor"/>.</exception>
    public static AgeHeader Read(AgeInput input)
    {
        var whole = input.Rest;
        if (!input.TryReadLine(out var intro))
        {
            throw input.Ended(AgeFailure.Header, Parsing + "failed to read intro: ");
        }

        if (!intro.SequenceEqual(Intro))
        {
            throw Bad(Parsing + $"unexpected intro: {Quoted.Of(intro)}");
        }

        var stanzas = new List<AgeStanza>();
        while (true)
        {
            CheckLength(whole.Length - input.Rest.Length);
            if (input.Rest.Length < Closing.Length)
            {
                throw input.Ended(AgeFailure.Header, Parsing + "failed to read header: ");
            }

            if (input.Rest.Span.StartsWith(Closing))
            {
                var authenticated = whole[..(whole.Length - input.Rest.Length + Closing.Length)];
                return new(stanzas, authenticated, ReadMac(input));
            }

            stanzas.Add(ReadStanza(input));
            if (stanzas.Count > AgeLimits.MaxStanzas)
            {
                throw Bad(Reading + $"more than {AgeLimits.MaxStanzas} recipients");
            }
        }
    }

    /// <summary>Writes a header over <paramref name="stanzas"/> that the holder of <paramref name="fileKey"/> can check.</summary>
    public static byte[] Write(IReadOnlyList<AgeStanza> stanzas, ReadOnlySpan<byte> fileKey)
    {
        var text = new StringBuilder().Append(Encoding.ASCII.GetString(Intro));
        foreach (var stanza in stanzas)
        {
            AgeStanzaText.Write(text, stanza);
        }

        text.Append("---");
        Span<byte> mac = stackalloc byte[MacLength];
        ComputeMac(fileKey, Encoding.ASCII.GetBytes(text.ToString()), mac);
        return Encoding.ASCII.GetBytes(text.Append(' ').Append(StrictBase64.Encode(mac)).Append('\n').ToString());
    }

    /// <summary>Checks the MAC.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.HeaderMac"/>.</exception>
    public void Verify(ReadOnlySpan<byte> fileKey)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        ComputeMac(fileKey, _authenticated.Span, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, _mac))
        {
            throw new AgeException(AgeFailure.HeaderMac, "bad header MAC");
        }
    }

    private static void ComputeMac(ReadOnlySpan<byte> fileKey, ReadOnlySpan<byte> header, Span<byte> mac)
    {
        Span<byte> key = stackalloc byte[32];
        HkdfSha256.DeriveKey(fileKey, default, "header"u8, key);
        HmacSha256.Compute(key, header, mac);
        CryptographicOperations.ZeroMemory(key);
    }

    private static byte[] ReadMac(AgeInput input)
    {
        if (!input.TryReadLine(out var line))
        {
            throw input.Ended(AgeFailure.Header, Reading + "failed to read header: ");
        }

        if (line[Closing.Length] != (byte)' ' || line[(Closing.Length + 1)..].Contains((byte)' '))
        {
            throw Bad(Parsing + $"malformed closing line: {Quoted.Of(line)}");
        }

        var text = line[(Closing.Length + 1)..^1];
        if (AgeStanzaText.Decode(text, out var error) is not { } mac)
        {
            throw Bad(Parsing + $"malformed closing line {Quoted.Of(line)}: {error}");
        }

        return mac.Length == MacLength
            ? mac
            : throw Bad(Parsing + $"malformed closing line {Quoted.Of(line)}: a MAC has {MacLength} bytes");
    }

    private static AgeStanza ReadStanza(AgeInput input)
    {
        const string Stanza = Reading + "failed to parse header: ";
        var line = ReadStanzaLine(input);
        if (!line.StartsWith(AgeStanzaText.Opening))
        {
            throw Bad(Stanza + $"malformed stanza opening line: {Quoted.Of(line)}");
        }

        var words = AgeStanzaText.Words(line) ?? throw Bad(Stanza + $"malformed stanza: {Quoted.Of(line)}");
        var body = new List<byte>();
        while (true)
        {
            line = ReadStanzaLine(input);
            if (AgeStanzaText.Decode(line[..^1], out var error) is not { } bytes)
            {
                throw Bad(line.StartsWith(Closing) || line.StartsWith(AgeStanzaText.Opening)
                    ? Stanza + $"malformed body line {Quoted.Of(line)}: stanza ended without a short line"
                    : Stanza + $"parsing age header: malformed body line {Quoted.Of(line)}: {error}");
            }

            if (bytes.Length > AgeStanzaText.BytesPerLine || body.Count + bytes.Length > AgeLimits.MaxStanzaBodyBytes)
            {
                throw Bad(Stanza + $"parsing age header: malformed body line {Quoted.Of(line)}: too long");
            }

            body.AddRange(bytes);
            if (bytes.Length < AgeStanzaText.BytesPerLine)
            {
                return new AgeStanza(words[0], words[1..], [.. body]);
            }
        }

        static ReadOnlySpan<byte> ReadStanzaLine(AgeInput input) =>
            input.TryReadLine(out var line) ? line : throw input.Ended(AgeFailure.Header, Stanza + "failed to read line: ");
    }

    private static void CheckLength(int length)
    {
        if (length > AgeLimits.MaxHeaderBytes)
        {
            throw Bad(Reading + $"longer than {AgeLimits.MaxHeaderBytes} bytes");
        }
    }

    private static AgeException Bad(string message) => new(AgeFailure.Header, message);
}
