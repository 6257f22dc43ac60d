using System.Buffers;

namespace SecretsKit.Core.Text.Regexp;

public sealed partial class Re2
{
    private delegate void Replacement(ByteChunks output, ReadOnlySpan<byte> input, int[] match);

    /// <summary>
    /// Replaces all matches by a template, in which <c>$1</c>, <c>$name</c>, <c>${name}</c> stand
    /// for groups and <c>$$</c> for a dollar sign.
    /// </summary>
    /// <param name="input">What is searched.</param>
    /// <param name="template">What is in the place of each match.</param>
    /// <param name="meter">Gets the cost, the output included. Default: none.</param>
    public byte[] ReplaceAll(ReadOnlySpan<byte> input, ReadOnlySpan<byte> template, ISearchMeter? meter = null)
    {
        if (!template.Contains((byte)'$'))
        {
            return ReplaceAllLiteral(input, template, meter);
        }

        var copy = template.ToArray();
        ReplacementTemplate? read = null;
        return Replace(input, _program.SlotCount, meter, (output, text, match) =>
            (read ??= new(copy, GroupNames, meter)).Write(output, text, match, meter));
    }

    /// <summary>Replaces all matches by a text as it is.</summary>
    /// <param name="input">What is searched.</param>
    /// <param name="replacement">What is in the place of each match.</param>
    /// <param name="meter">Gets the cost, the output included. Default: none.</param>
    public byte[] ReplaceAllLiteral(ReadOnlySpan<byte> input, ReadOnlySpan<byte> replacement, ISearchMeter? meter = null)
    {
        var copy = replacement.ToArray();
        return Replace(input, RegexpProgram.WholeSlots, meter, (output, _, _) =>
        {
            meter?.Take(copy.Length);
            output.Write(copy);
        });
    }

    /// <summary>The parts of <paramref name="input"/> between the matches (Go's <c>Split</c>).</summary>
    /// <param name="input">What is split.</param>
    /// <param name="limit">Most parts to return, the last of which is the rest; negative for all of them, 0 for none.</param>
    /// <param name="meter">Gets the cost. Default: none.</param>
    public IReadOnlyList<Range> Split(ReadOnlySpan<byte> input, int limit = -1, ISearchMeter? meter = null)
    {
        if (limit == 0)
        {
            return [];
        }

        if (Pattern.Length > 0 && input.IsEmpty)
        {
            return [0..0];
        }

        var parts = new List<Range>();
        int begin = 0, end = 0;
        foreach (var match in FindAllWhole(input, limit, meter))
        {
            if (limit > 0 && parts.Count == limit - 1)
            {
                break;
            }

            end = match.Start.Value;
            if (match.End.Value != 0)
            {
                parts.Add(begin..end);
            }

            begin = match.End.Value;
        }

        if (end != input.Length)
        {
            parts.Add(begin..input.Length);
        }

        return parts;
    }

    // Unlike the search for all matches this one keeps an empty match only if it does not touch the one before.
    private byte[] Replace(ReadOnlySpan<byte> input, int slotCount, ISearchMeter? meter, Replacement replacement)
    {
        var output = new ByteChunks();
        var slots = new int[slotCount];
        var search = new RegexpSearch(_program, meter);
        var copied = 0;
        for (var at = 0; at <= input.Length && search.Run(input, at, slots);)
        {
            meter?.Take(slots[0] - copied);
            output.Write(input[copied..slots[0]]);
            if (slots[1] > copied || slots[0] == 0)
            {
                replacement(output, input, slots);
            }

            copied = slots[1];
            at = Math.Max(copied, at + WidthAt(input, at));
        }

        meter?.Take(input.Length - copied);
        output.Write(input[copied..]);
        meter?.Take(output.WrittenCount);
        return output.ToArray();
    }
}
