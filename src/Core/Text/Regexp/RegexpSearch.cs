namespace SecretsKit.Core.Text.Regexp;

/// <summary>Searches with one program, again and again: what the automaton needs is made once.</summary>
/// <param name="program">What is searched for.</param>
/// <param name="meter">Gets the cost.</param>
internal sealed class RegexpSearch(RegexpProgram program, ISearchMeter? meter)
{
    // The bitmap that the backtracker clears, in bits that take as long as following one instruction.
    private const int BitsPerVisit = 1024;

    // Bytes that the search for a prefix passes in the time of one instruction.
    private const int BytesPerVisit = 64;

    private RegexpAutomaton? _automaton;

    /// <summary>The leftmost match that begins at <paramref name="start"/> or after.</summary>
    /// <param name="input">What is searched.</param>
    /// <param name="start">An offset in it.</param>
    /// <param name="slots">Gets the positions; groups beyond them are not noted, which spares time and memory.</param>
    public bool Run(ReadOnlySpan<byte> input, int start, Span<int> slots)
    {
        if (program.PrefixIsAll)
        {
            var found = input[start..].IndexOf(program.Prefix);
            meter?.Visit(1 + ((found < 0 ? input.Length - start : found) / BytesPerVisit));
            (slots[0], slots[1]) = (start + found, start + found + program.Prefix.Length);
            return found >= 0;
        }

        if (!RegexpBacktracker.Fits(program, input.Length - start))
        {
            return (_automaton ??= new(program, meter)).Run(input, start, slots);
        }

        var matched = RegexpBacktracker.Run(program, input, start, slots, out var visits);
        meter?.Visit(visits + ((long)program.Instructions.Length * (input.Length - start) / BitsPerVisit));
        return matched;
    }
}
