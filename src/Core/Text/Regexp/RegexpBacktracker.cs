using System.Buffers;

namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// Depth-first search that never visits an instruction at a position twice, so its time is bounded by the product of both.
/// Faster than the automaton while that product fits a small bitmap.
/// </summary>
internal static class RegexpBacktracker
{
    private const int MaxBits = 256 * 1024;
    private const int Restore = -1;

    public static bool Fits(RegexpProgram program, int length) => (long)program.Instructions.Length * (length + 1) <= MaxBits;

    /// <summary>
    /// Leftmost match that begins at <paramref name="start"/> or after; fills <paramref name="slots"/>, of which there may be fewer than
    /// the program notes.
    /// </summary>
    /// <param name="program">What is searched for.</param>
    /// <param name="input">What is searched.</param>
    /// <param name="start">An offset in it.</param>
    /// <param name="slots">Gets the positions.</param>
    /// <param name="visits">How many instructions were followed.</param>
    public static bool Run(RegexpProgram program, ReadOnlySpan<byte> input, int start, Span<int> slots, out int visits)
    {
        var width = input.Length - start + 1;
        var words = ((program.Instructions.Length * width) + 31) / 32;
        var visited = ArrayPool<uint>.Shared.Rent(words);
        visited.AsSpan(0, words).Clear();
        var search = new Search(program.Instructions, input, start, visited, slots);
        try
        {
            var matched = search.Run(program);
            visits = search.Visits;
            return matched;
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(visited);
            search.Dispose();
        }
    }

    private ref struct Search(RegexpInstruction[] code, ReadOnlySpan<byte> input, int start, uint[] visited, Span<int> slots)
    {
        private readonly RegexpInstruction[] _code = code;
        private readonly ReadOnlySpan<byte> _input = input;
        private readonly int _start = start;
        private readonly int _width = input.Length - start + 1;
        private readonly uint[] _visited = visited;
        private readonly Span<int> _slots = slots;
        private (int At, int Position, int Slot)[] _jobs = ArrayPool<(int, int, int)>.Shared.Rent(64);
        private int _count;

        public int Visits { get; private set; }

        public bool Run(RegexpProgram program)
        {
            if (program.Anchored)
            {
                return _start == 0 && TryAt(program.Start, 0);
            }

            for (var at = _start; at <= _input.Length;)
            {
                if (program.Prefix.Length > 0)
                {
                    var skip = _input[at..].IndexOf(program.Prefix);
                    if (skip < 0)
                    {
                        return false;
                    }

                    at += skip;
                }

                if (TryAt(program.Start, at))
                {
                    return true;
                }

                _ = RegexpInput.Decode(_input, at, out var width);
                at += Math.Max(width, 1);
            }

            return false;
        }

        public void Dispose() => ArrayPool<(int, int, int)>.Shared.Return(_jobs);

        private bool TryAt(int instruction, int position)
        {
            _slots.Fill(-1);
            Push(instruction, position, 0);
            while (_count > 0)
            {
                var (at, place, slot) = _jobs[--_count];
                if (at == Restore)
                {
                    _slots[slot] = place;
                }
                else if (Follow(at, place))
                {
                    _count = 0;
                    return true;
                }
            }

            return false;
        }

        private bool Follow(int at, int position)
        {
            while (FirstVisit(at, position))
            {
                ref readonly var step = ref _code[at];
                at = step.Next;
                switch (step.Code)
                {
                    case RegexpCode.Match:
                        return true;
                    case RegexpCode.Split:
                        Push(step.Other, position, 0);
                        break;
                    case RegexpCode.Save when step.Other >= _slots.Length:
                        break;
                    case RegexpCode.Save:
                        Push(Restore, _slots[step.Other], step.Other);
                        _slots[step.Other] = position;
                        break;
                    case RegexpCode.Assert:
                        if (!((Assertions)step.Other).Hold(_input, position))
                        {
                            return false;
                        }

                        break;
                    default:
                        var rune = RegexpInput.Decode(_input, position, out var width);
                        if (step.Code == RegexpCode.Rune ? rune != step.Other : rune < 0 || !step.Set!.Contains(rune))
                        {
                            return false;
                        }

                        position += width;
                        break;
                }
            }

            return false;
        }

        private bool FirstVisit(int at, int position)
        {
            var bit = (at * _width) + position - _start;
            ref var word = ref _visited[bit >> 5];
            var mask = 1u << (bit & 31);
            if ((word & mask) != 0)
            {
                return false;
            }

            word |= mask;
            Visits++;
            return true;
        }

        private void Push(int at, int position, int slot)
        {
            if (_count == _jobs.Length)
            {
                var larger = ArrayPool<(int, int, int)>.Shared.Rent(_count * 2);
                _jobs.AsSpan(0, _count).CopyTo(larger);
                ArrayPool<(int, int, int)>.Shared.Return(_jobs);
                _jobs = larger;
            }

            _jobs[_count++] = (at, position, slot);
        }
    }
}
