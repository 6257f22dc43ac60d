using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Looks for secrets in bytes: as they are, quoted, in URLs, in hexadecimal, in UTF-16, in base64 (whatever is before them), and inside
/// gzip, zlib and base64 of gzip.
/// </summary>
internal sealed class Canaries
{
    private static readonly SearchValues<byte> InBase64 = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\n"u8);
    private readonly List<(string Name, byte[] Form)> _forms = [];

    /// <summary>Adds a secret; it must be long enough not to turn up by chance.</summary>
    public void Add(string name, ReadOnlySpan<byte> secret)
    {
        Assert.True(secret.Length >= 12, name);
        var text = Convert.ToHexString(secret);
        _forms.AddRange(
            [(name, secret.ToArray()), (name + " in hexadecimal", Ascii(text)), (
                name + " in hexadecimal", Ascii(text.ToLowerInvariant()))]);
        var characters = Utf8.IsValid(secret) ? Encoding.UTF8.GetString(secret) : Encoding.Latin1.GetString(secret);
        _forms.Add((name + " in UTF-16", Encoding.Unicode.GetBytes(characters)));
        var quoted = characters.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        string[] written = [quoted, quoted.Replace("&", "\\u0026", StringComparison.Ordinal).Replace(
            "<", "\\u003c", StringComparison.Ordinal), characters.Replace(
            "'",
            "''",
            StringComparison.Ordinal), Uri.EscapeDataString(characters)];
        _forms.AddRange(written.Distinct()
            .Where(form => form != characters)
            .Select(form => (name + " in another notation", Encoding.UTF8.GetBytes(form))));
        for (var before = 0; before < 3; before++)
        {
            // Characters that do not depend on what is before and after.
            var encoded = Convert.ToBase64String([.. new byte[before], .. secret]);
            var stable = encoded.TrimEnd('=')[(before == 0 ? 0 : before + 1)..];
            var core = stable[..^(stable.Length > 8 ? 2 : 0)];
            _forms.Add((name + " in base64", Ascii(core)));
            _forms.Add((name + " in base64url", Ascii(core.Replace('+', '-').Replace('/', '_'))));
        }
    }

    /// <summary>The names of the secrets that are in the bytes.</summary>
    public IReadOnlyList<string> In(ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();
        Search(bytes, "", found);
        for (var i = 0; i + 2 < bytes.Length; i++)
        {
            if ((bytes[i] == 0x1f && bytes[i + 1] == 0x8b) || (bytes[i] == 0x78 && bytes[i + 1] is 0x01 or 0x9c or 0xda))
            {
                Search(Inflate(bytes[i..]), " compressed", found);
            }
        }

        // "H4sI" begins gzip in base64.
        for (var at = bytes.IndexOf("H4sI"u8); at >= 0 && at < bytes.Length;)
        {
            var rest = bytes[at..];
            var end = rest.IndexOfAnyExcept(InBase64);
            var text = Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]).Replace("\n", "", StringComparison.Ordinal);
            Search(Inflate(Convert.FromBase64String(text[..(text.Length / 4 * 4)])), " compressed in base64", found);
            var next = rest[4..].IndexOf("H4sI"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return found;
    }

    private void Search(ReadOnlySpan<byte> bytes, string how, List<string> found)
    {
        foreach (var (name, form) in _forms)
        {
            if (bytes.IndexOf(form) >= 0)
            {
                found.Add(name + how);
            }
        }
    }

    private static byte[] Inflate(ReadOnlySpan<byte> compressed)
    {
        using var output = new MemoryStream();
        try
        {
            using var input = new MemoryStream(compressed.ToArray());
            using Stream inflater = compressed[0] == 0x1f
                ? new GZipStream(input, CompressionMode.Decompress)
                : new ZLibStream(input, CompressionMode.Decompress);
            inflater.CopyTo(output);
        }
        catch (InvalidDataException)
        {
            // Two bytes that only look like a beginning, or a stream that is cut: what came out of it counts.
            return output.ToArray();
        }

        return output.ToArray();
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
