using System.Text;

namespace SecretsKit.Core.Text.Regexp;

internal static partial class UnicodeClasses
{
    /// <summary>The ranges of a script, read from the table when it is asked for: patterns that name scripts are rare.</summary>
    private static int[]? FindScript(string key)
    {
        var table = ScriptTable;
        var header = Encoding.UTF8.GetBytes(key + "=");
        while (!table.IsEmpty)
        {
            var line = TakeLine(ref table);
            if (!line.StartsWith(header))
            {
                continue;
            }

            var ranges = new List<int>();
            var next = ReadRanges(line[header.Length..], 0, ranges);
            while (table is [(byte)' ', ..])
            {
                next = ReadRanges(TakeLine(ref table)[1..], next, ranges);
            }

            return [.. ranges];
        }

        return null;
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> table)
    {
        var end = table.IndexOf((byte)'\n');
        var line = end < 0 ? table : table[..end];
        table = end < 0 ? [] : table[(end + 1)..];
        return line;
    }

    private static int ReadRanges(ReadOnlySpan<byte> line, int next, List<int> ranges)
    {
        foreach (var item in line.Split((byte)','))
        {
            var text = line[item];
            if (text.IsEmpty)
            {
                continue;
            }

            var hyphen = text.IndexOf((byte)'-');
            var low = next + Base36(hyphen < 0 ? text : text[..hyphen]);
            var high = low + (hyphen < 0 ? 0 : Base36(text[(hyphen + 1)..]));
            ranges.Add(low);
            ranges.Add(high);
            next = high + 1;
        }

        return next;
    }

    private static int Base36(ReadOnlySpan<byte> digits)
    {
        _ = GoNumber.ParseInt(digits, 36, out var value);
        return (int)value;
    }
}
