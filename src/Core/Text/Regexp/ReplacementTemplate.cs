using System.Buffers;
using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// What is in the place of a match: <c>$1</c>, <c>$name</c>, <c>${name}</c> are groups, <c>$$</c>
/// is a dollar sign. Read once, so that a match costs no more than the bytes that it writes. Safe for concurrent use.
/// </summary>
internal sealed class ReplacementTemplate
{
    // Go reads no group number beyond this one.
    private const int MaxGroupNumber = 100_000_000;

    // What a part costs in memory, with the growth of the list.
    private const int PartCost = 3 * 24;

    private readonly byte[] _text;
    private readonly List<Part> _parts = [];

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template; must not change afterwards.</param>
    /// <param name="names">The names of the groups, by number; empty for one without a name.</param>
    /// <param name="meter">Gets the cost of the parts. Default: none.</param>
    public ReplacementTemplate(byte[] text, IReadOnlyList<string> names, ISearchMeter? meter = null)
    {
        _text = text;
        var literal = 0;
        var at = 0;
        while (text.AsSpan(at).IndexOf((byte)'$') is var dollar and >= 0)
        {
            at += dollar;
            if (text.AsSpan(at + 1) is [(byte)'$', ..])
            {
                Add(literal..(at + 1), [], meter);
                literal = at += 2;
            }
            else if (TryName(text.AsSpan(at + 1), out var name, out var length))
            {
                // Each name is compared with those of all groups.
                meter?.Visit(names.Count);
                Add(literal..at, Groups(name, names), meter);
                literal = at += 1 + length;
            }
            else
            {
                // A dollar sign that names nothing is itself.
                at++;
            }
        }

        Add(literal..text.Length, [], meter);
    }

    /// <summary>Writes the template for a match.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="input">What was searched.</param>
    /// <param name="match">Begin and end of each group, negative for one that took no part.</param>
    /// <param name="meter">Gets the cost before it is written. Default: none.</param>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> input, ReadOnlySpan<int> match, ISearchMeter? meter)
    {
        meter?.Take(_text.Length);
        foreach (var part in _parts)
        {
            output.Write(_text.AsSpan(part.Literal));

            // Of groups with the same name the first that took part is meant.
            foreach (var group in part.Groups)
            {
                if ((2L * group) + 1 < match.Length && match[2 * group] >= 0)
                {
                    var text = input[match[2 * group]..match[(2 * group) + 1]];
                    meter?.Take(text.Length);
                    output.Write(text);
                    break;
                }
            }
        }
    }

    private static int[] Groups(string name, IReadOnlyList<string> names)
    {
        if (name.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && !(name.Length > 1 && name[0] == '0'))
        {
            return [name.Length <= 9 ? int.Parse(name, CultureInfo.InvariantCulture) : MaxGroupNumber];
        }

        return [.. Enumerable.Range(1, Math.Max(0, names.Count - 1)).Where(number => names[number] == name)];
    }

    private static bool TryName(ReadOnlySpan<byte> template, out string name, out int length)
    {
        var braced = template is [(byte)'{', ..];
        var begin = braced ? 1 : 0;
        var end = begin;
        while (end < template.Length && Rune.DecodeFromUtf8(template[end..], out var rune, out var width) == OperationStatus.Done
            && (rune.Value == '_' || GoUnicode.IsLetter(rune) || GoUnicode.IsDigit(rune)))
        {
            end += width;
        }

        name = Encoding.UTF8.GetString(template[begin..end]);
        length = braced ? end + 1 : end;
        return name.Length > 0 && (!braced || (end < template.Length && template[end] == '}'));
    }

    private void Add(Range literal, int[] groups, ISearchMeter? meter)
    {
        meter?.Take(PartCost + (groups.Length * sizeof(int)));
        _parts.Add(new(literal, groups));
    }

    // A piece of the template as it is, then the first group with a text.
    private readonly record struct Part(Range Literal, int[] Groups);
}
