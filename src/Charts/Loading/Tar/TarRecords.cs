using System.Globalization;
using System.Text;

namespace SecretsKit.Charts.Loading.Tar;

/// <summary>
/// The records of a PAX header: <c>LENGTH KEY=VALUE</c> and a line break each. Those that concern us change the next header.
/// </summary>
/// <param name="Path">Its name, or null.</param>
/// <param name="Size">Its size in bytes, or null.</param>
/// <param name="IsSparse">Whether its data has holes.</param>
internal sealed record TarRecords(string? Path, long? Size, bool IsSparse)
{
    /// <summary>Reads all records.</summary>
    /// <returns>Null if they are malformed.</returns>
    public static TarRecords? Parse(ReadOnlySpan<byte> text)
    {
        var records = new TarRecords(null, null, false);
        while (!text.IsEmpty)
        {
            var blank = text.IndexOf((byte)' ');
            if (blank <= 0
                || !int.TryParse(text[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= blank + 1
                || length > text.Length
                || text[length - 1] != '\n')
            {
                return null;
            }

            var record = text[(blank + 1)..(length - 1)];
            text = text[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0 || records.With(record[..equals], record[(equals + 1)..]) is not { } more)
            {
                return null;
            }

            records = more;
        }

        return records;
    }

    // An empty value takes back what an earlier record said.
    private TarRecords? With(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            return value.Contains((byte)0) ? null : this with { Path = value.IsEmpty ? null : Encoding.UTF8.GetString(value) };
        }

        if (key.SequenceEqual("size"u8))
        {
            return value.IsEmpty ? this with { Size = null }
                : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? this with { Size = size } : null;
        }

        return key.StartsWith("GNU.sparse."u8) ? this with { IsSparse = true } : this;
    }
}
