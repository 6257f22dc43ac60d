using System.Buffers;

namespace SecretsKit.Core.Detection;

/// <summary>Finds private keys in PEM and its relatives, also where the lines are joined by <c>\n</c> or the whole is base64.</summary>
internal static class PrivateKeyScanner
{
    private const int LongestLabel = 40;
    private const int ShortestBody = 24;

    /// <summary>Adds all private keys of a text.</summary>
    public static void Scan(ReadOnlySpan<byte> text, List<TokenScanner.Hit> hits)
    {
        ScanPem(text, hits);
        ScanEncoded(text, hits);
    }

    private static void ScanPem(ReadOnlySpan<byte> text, List<TokenScanner.Hit> hits)
    {
        for (var at = 0; text[at..].IndexOf("-----BEGIN "u8) is var next and >= 0;)
        {
            var start = at + next;
            var label = text[(start + "-----BEGIN "u8.Length)..];
            var end = label[..Math.Min(label.Length, LongestLabel)].IndexOf("-----"u8);
            at = start + "-----BEGIN "u8.Length;
            if (end < 0 || label[..end].IndexOf("PRIVATE KEY"u8) < 0)
            {
                continue;
            }

            if (HasBody(label[(end + "-----"u8.Length)..]))
            {
                hits.Add(new(start, What(label[..end])));
            }
        }
    }

    // The header of each kind, as base64 writes it: in the data of Secrets.
    private static void ScanEncoded(ReadOnlySpan<byte> text, List<TokenScanner.Hit> hits)
    {
        Span<byte> decoded = stackalloc byte[48];
        for (var at = 0; text[at..].IndexOf("LS0tLS1CRUdJTi"u8) is var next and >= 0;)
        {
            var start = at + next;
            at = start + "LS0tLS1CRUdJTi"u8.Length;
            if (text.Length - start >= 64
                && System.Buffers.Text.Base64.DecodeFromUtf8(text.Slice(start, 64), decoded, out _, out var length) == OperationStatus.Done
                && decoded[..length].IndexOf("PRIVATE KEY"u8) >= 0)
            {
                hits.Add(new(start, "private key in base64"));
            }
        }
    }

    // A heading alone is documentation, or code that looks for one. Headers such as Proc-Type may stand before the body.
    private static bool HasBody(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, 400)];
        if (text.IndexOf("-----END"u8) is var end and >= 0)
        {
            text = text[..end];
        }

        while (!text.IsEmpty)
        {
            var start = text.IndexOfAny(LetterSets.Base64);
            if (start < 0)
            {
                return false;
            }

            text = text[start..];
            var length = text.IndexOfAnyExcept(LetterSets.Base64);
            length = length < 0 ? text.Length : length;
            // The n of an escaped line break belongs to the letters, too.
            if (length >= ShortestBody && text[..length].IndexOfAnyExcept(text[length - 1]) >= 0)
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }

    private static string What(ReadOnlySpan<byte> label) => label switch
    {
        _ when label.StartsWith("RSA"u8) => "RSA private key",
        _ when label.StartsWith("EC "u8) => "EC private key",
        _ when label.StartsWith("DSA"u8) => "DSA private key",
        _ when label.StartsWith("OPENSSH"u8) => "OpenSSH private key",
        _ when label.StartsWith("PGP"u8) => "PGP private key",
        _ when label.StartsWith("ENCRYPTED"u8) => "private key under a passphrase",
        _ => "private key",
    };
}
