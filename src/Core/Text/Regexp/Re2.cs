using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// A regular expression with Go's syntax and meaning (package <c>regexp</c>: RE2, leftmost-first)
/// over UTF-8. Its time is linear in the input, whatever the pattern. Positions are offsets in bytes. Immutable and safe on all threads.
/// </summary>
public sealed partial class Re2
{
    private readonly RegexpProgram _program;

    private Re2(string pattern, RegexpProgram program, string[] groupNames) =>
        (Pattern, _program, GroupNames) = (pattern, program, groupNames);

    /// <summary>The text that was compiled.</summary>
    public string Pattern { get; }

    /// <summary>Names by number; empty for a group without a name and for number 0, the whole match.</summary>
    public IReadOnlyList<string> GroupNames { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="RegexpSyntaxException">It is not a regular expression; the message is Go's.</exception>
    public static Re2 Compile(string pattern) => Compile(Encoding.UTF8.GetBytes(pattern), pattern);

    /// <summary>Compiles a pattern that may not be UTF-8, which is an error.</summary>
    /// <exception cref="RegexpSyntaxException">It is not a regular expression; the message is Go's.</exception>
    public static Re2 Compile(ReadOnlySpan<byte> pattern) => Compile(pattern, Encoding.UTF8.GetString(pattern));

    /// <summary>Compiles a pattern; <paramref name="error"/> is Go's message if it cannot be.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Re2? expression, [NotNullWhen(false)] out string? error)
    {
        try
        {
            (expression, error) = (Compile(pattern), null);
            return true;
        }
        catch (RegexpSyntaxException e)
        {
            (expression, error) = (null, e.Message);
            return false;
        }
    }

    /// <summary>Whether the expression matches anywhere in <paramref name="input"/>.</summary>
    /// <param name="input">What is searched.</param>
    /// <param name="meter">Gets the cost. Default: none.</param>
    public bool IsMatch(ReadOnlySpan<byte> input, ISearchMeter? meter = null)
    {
        Span<int> slots = stackalloc int[RegexpProgram.WholeSlots];
        return new RegexpSearch(_program, meter).Run(input, 0, slots);
    }

    /// <summary>Whether the expression matches anywhere in <paramref name="input"/>.</summary>
    public bool IsMatch(string input) => IsMatch(Encoding.UTF8.GetBytes(input));

    /// <summary>The first match (Go's <c>FindSubmatchIndex</c>).</summary>
    /// <param name="input">What is searched.</param>
    /// <param name="meter">Gets the cost. Default: none.</param>
    /// <returns>Begin and end of the match, then of each group, -1 where a group took no part; null if nothing matches.</returns>
    public int[]? Find(ReadOnlySpan<byte> input, ISearchMeter? meter = null)
    {
        var slots = new int[_program.SlotCount];
        return new RegexpSearch(_program, meter).Run(input, 0, slots) ? slots : null;
    }

    /// <summary>The first match without its groups (Go's <c>FindIndex</c>), which takes less time and memory.</summary>
    /// <param name="input">What is searched.</param>
    /// <param name="meter">Gets the cost. Default: none.</param>
    /// <returns>Where it is; null if nothing matches.</returns>
    public Range? FindWhole(ReadOnlySpan<byte> input, ISearchMeter? meter = null)
    {
        Span<int> slots = stackalloc int[RegexpProgram.WholeSlots];
        return new RegexpSearch(_program, meter).Run(input, 0, slots) ? slots[0]..slots[1] : null;
    }

    /// <summary>
    /// All matches that do not overlap (Go's <c>FindAllSubmatchIndex</c>): an empty match right after another one is left out.
    /// </summary>
    /// <param name="input">What is searched.</param>
    /// <param name="limit">Most matches to return; negative for all of them.</param>
    /// <param name="meter">Gets the cost. Default: none.</param>
    public IReadOnlyList<int[]> FindAll(ReadOnlySpan<byte> input, int limit = -1, ISearchMeter? meter = null)
    {
        var matches = new List<int[]>();
        var slots = new int[_program.SlotCount];
        var walk = new MatchWalk(_program, meter);
        while (matches.Count != limit && walk.Next(input, slots))
        {
            matches.Add([.. slots]);
        }

        return matches;
    }

    /// <summary>As <see cref="FindAll"/> finds them, without their groups (Go's <c>FindAllIndex</c>).</summary>
    /// <inheritdoc cref="FindAll"/>
    public IReadOnlyList<Range> FindAllWhole(ReadOnlySpan<byte> input, int limit = -1, ISearchMeter? meter = null)
    {
        var matches = new List<Range>();
        Span<int> slots = stackalloc int[RegexpProgram.WholeSlots];
        var walk = new MatchWalk(_program, meter);
        while (matches.Count != limit && walk.Next(input, slots))
        {
            matches.Add(slots[0]..slots[1]);
        }

        return matches;
    }

    /// <summary>The pattern.</summary>
    public override string ToString() => Pattern;

    private static Re2 Compile(ReadOnlySpan<byte> pattern, string text)
    {
        var (root, names) = RegexpParser.Parse(pattern);
        return new(text, RegexpCompiler.Compile(root, names.Length - 1), names);
    }

    // At the end of the text there is nothing to step over, and the search is over.
    private static int WidthAt(ReadOnlySpan<byte> input, int at)
    {
        _ = RegexpInput.Decode(input, at, out var width);
        return Math.Max(width, 1);
    }

    /// <summary>From match to match.</summary>
    private sealed class MatchWalk(RegexpProgram program, ISearchMeter? meter)
    {
        private readonly RegexpSearch _search = new(program, meter);
        private int _at;
        private int _previousEnd = -1;

        public bool Next(ReadOnlySpan<byte> input, Span<int> slots)
        {
            while (_at <= input.Length && _search.Run(input, _at, slots))
            {
                var repeated = slots[0] == slots[1] && slots[0] == _previousEnd;
                _previousEnd = slots[1];
                _at = slots[1] > _at ? slots[1] : _at + WidthAt(input, _at);
                if (!repeated)
                {
                    return true;
                }
            }

            _at = input.Length + 1;
            return false;
        }
    }
}
