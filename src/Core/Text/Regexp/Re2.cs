using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// A regular expression with Go's syntax and meaning (package <c>regexp</c>: RE2, leftmost-first) over UTF-8. Its time is linear in the input,
/// whatever the pattern. Positions are offsets in bytes. Immutable and safe on all threads.
/// </summary>
public sealed partial class Re2
{
    private readonly RegexpProgram _program;

    private Re2(string pattern, RegexpProgram program, string[] groupNames) => (Pattern, _program, GroupNames) = (pattern, program, groupNames);

    /// <summary>The text that was compiled.</summary>
    public string Pattern { get; }

    /// <summary>How many instructions the pattern comes to: the most that a search does for each byte of the text.</summary>
    public int Size => _program.Instructions.Length;

    /// <summary>Groups in parentheses that are captured; the whole match is not counted.</summary>
    public int GroupCount => GroupNames.Count - 1;

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
    public bool IsMatch(ReadOnlySpan<byte> input)
    {
        Span<int> slots = _program.SlotCount <= 32 ? stackalloc int[_program.SlotCount] : new int[_program.SlotCount];
        return Run(input, 0, slots);
    }

    /// <summary>Whether the expression matches anywhere in <paramref name="input"/>.</summary>
    public bool IsMatch(string input) => IsMatch(Encoding.UTF8.GetBytes(input));

    /// <summary>The first match (Go's <c>FindSubmatchIndex</c>).</summary>
    /// <param name="input">What is searched.</param>
    /// <returns>Begin and end of the match, then of each group, -1 where a group took no part; null if nothing matches.</returns>
    public int[]? Find(ReadOnlySpan<byte> input)
    {
        var slots = new int[_program.SlotCount];
        return Run(input, 0, slots) ? slots : null;
    }

    /// <summary>All matches that do not overlap (Go's <c>FindAllSubmatchIndex</c>): an empty match right after another one is left out.</summary>
    /// <param name="input">What is searched.</param>
    /// <param name="limit">Most matches to return; negative for all of them.</param>
    public IReadOnlyList<int[]> FindAll(ReadOnlySpan<byte> input, int limit = -1)
    {
        var matches = new List<int[]>();
        var previousEnd = -1;
        for (var at = 0; at <= input.Length && matches.Count != limit;)
        {
            var slots = new int[_program.SlotCount];
            if (!Run(input, at, slots))
            {
                break;
            }

            var empty = slots[0] == slots[1];
            if (!empty || slots[0] != previousEnd)
            {
                matches.Add(slots);
            }

            previousEnd = slots[1];
            at = slots[1] > at ? slots[1] : at + WidthAt(input, at);
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

    private bool Run(ReadOnlySpan<byte> input, int start, Span<int> slots)
    {
        if (_program.PrefixIsAll)
        {
            var found = input[start..].IndexOf(_program.Prefix);
            (slots[0], slots[1]) = (start + found, start + found + _program.Prefix.Length);
            return found >= 0;
        }

        return RegexpBacktracker.Fits(_program, input.Length - start)
            ? RegexpBacktracker.Run(_program, input, start, slots)
            : new RegexpAutomaton(_program).Run(input, start, slots);
    }
}
