using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SecretsKit.Tests.Charts.Loading;

/// <summary>Archives made block by block, so that they can say what no program would write.</summary>
internal static class TarBlocks
{
    public const string Metadata = "apiVersion: v2\nname: c\nversion: 0.1.0\n";

    /// <summary>An entry with its data, both in whole blocks.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="data">What follows the header.</param>
    /// <param name="kind">The type flag.</param>
    /// <param name="size">The field as octal digits; that of the data if null.</param>
    public static byte[] Entry(string name, string data = "", char kind = '0', string? size = null) =>
        [.. Header(
            name,
            kind,
            Encoding.Latin1.GetBytes(size ?? Convert.ToString(Encoding.Latin1.GetByteCount(data), 8).PadLeft(11, '0'))), .. Padded(
                Encoding.Latin1.GetBytes(data))];

    public static byte[] Header(string name, char kind, byte[] size, string prefix = "", string magic = "ustar\00000")
    {
        var block = new byte[512];
        Encoding.Latin1.GetBytes(name).CopyTo(block, 0);
        size.CopyTo(block, 124);
        block[156] = (byte)kind;
        Encoding.Latin1.GetBytes(magic.Replace("\00000", "\000", StringComparison.Ordinal)).CopyTo(block, 257);
        Encoding.Latin1.GetBytes(prefix).CopyTo(block, 345);
        block.AsSpan(148, 8).Fill((byte)' ');
        Encoding.Latin1.GetBytes(Convert.ToString(block.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(block, 148);
        return block;
    }

    /// <summary>A record of an extended header.</summary>
    public static string Record(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var length = rest.Length + 1;
        while (length != rest.Length + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length++;
        }

        return length.ToString(CultureInfo.InvariantCulture) + rest;
    }

    public static MemoryStream Packed(params IEnumerable<byte[]> entries)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                gzip.Write(entry);
            }
        }

        packed.Position = 0;
        return packed;
    }

    private static byte[] Padded(byte[] data) => [.. data, .. new byte[(512 - (data.Length % 512)) % 512]];
}
