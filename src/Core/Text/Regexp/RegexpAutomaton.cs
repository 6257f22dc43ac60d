namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// Breadth-first simulation (Thompson, Pike): all threads advance together, in order of priority, one character at a time.
/// Linear in the input for any pattern; used where the backtracker's bitmap would be too large.
/// </summary>
/// <param name="program">What is searched for.</param>
/// <param name="meter">Gets the cost.</param>
internal sealed class RegexpAutomaton(RegexpProgram program, ISearchMeter? meter)
{
    private const int VisitsPerReport = 8192;

    // Positions that are copied in the time of one instruction.
    private const int SlotsPerVisit = 8;

    // Bytes that the search for a prefix passes in that time.
    private const int BytesPerVisit = 64;

    private readonly Stack<(int At, int Slot, int Value)> _pending = new();
    private int[] _scratch = [];
    private ThreadList _current = new(program, meter);
    private ThreadList _next = new(program, meter);
    private long _visits;

    /// <summary>The leftmost match that begins at <paramref name="start"/> or after.</summary>
    /// <param name="input">What is searched.</param>
    /// <param name="start">An offset in it.</param>
    /// <param name="slots">Gets the positions; as many in every run, and maybe fewer than the program notes.</param>
    public bool Run(ReadOnlySpan<byte> input, int start, Span<int> slots)
    {
        if (_scratch.Length != slots.Length)
        {
            _scratch = new int[slots.Length];
        }

        _current.Clear();
        _next.Clear();
        try
        {
            return Search(input, start, slots);
        }
        finally
        {
            meter?.Visit(_visits);
            _visits = 0;
        }
    }

    private bool Search(ReadOnlySpan<byte> input, int start, Span<int> slots)
    {
        var matched = false;
        if (program.Anchored && start > 0)
        {
            return false;
        }

        for (var at = start; ; )
        {
            if (_current.Count == 0)
            {
                if (matched || (program.Anchored && at > start))
                {
                    return matched;
                }

                if (program.Prefix.Length > 0)
                {
                    var skip = at <= input.Length ? input[at..].IndexOf(program.Prefix) : -1;
                    if (skip < 0)
                    {
                        return false;
                    }

                    at += skip;
                    _visits += skip / BytesPerVisit;
                }
            }

            if (!matched && !(program.Anchored && at > start))
            {
                _scratch.AsSpan().Fill(-1);
                Spawn(_current, program.Start, input, at);
            }

            var rune = RegexpInput.Decode(input, at, out var width);
            matched |= Step(input, rune, at + width, slots);
            _visits += _current.Count + 1;
            if (_visits > VisitsPerReport && meter is not null)
            {
                meter.Visit(_visits);
                _visits = 0;
            }

            (_current, _next) = (_next, _current);
            _next.Clear();
            if (rune == RegexpInput.EndOfText)
            {
                _current.Clear();
                return matched;
            }

            at += width;
        }
    }

    // A match ends the step: the threads after it have lower priority.
    private bool Step(ReadOnlySpan<byte> input, int rune, int after, Span<int> slots)
    {
        for (var i = 0; i < _current.Count; i++)
        {
            var at = _current.Instruction(i);
            ref readonly var step = ref program.Instructions[at];
            if (step.Code == RegexpCode.Match)
            {
                _current.Slots(i).CopyTo(slots);
                return true;
            }

            if (step.Code == RegexpCode.Rune ? rune == step.Other : step.Code == RegexpCode.Set && rune >= 0 && step.Set!.Contains(rune))
            {
                _current.Slots(i).CopyTo(_scratch);
                Spawn(_next, step.Next, input, after);
            }
        }

        return false;
    }

    /// <summary>Adds a thread and all that it becomes without consuming anything. The positions are in the scratch slots.</summary>
    private void Spawn(ThreadList list, int start, ReadOnlySpan<byte> input, int position)
    {
        // The copies of positions that threads are given count, too.
        _visits += 1 + (_scratch.Length / SlotsPerVisit);
        _pending.Push((start, -1, 0));
        while (_pending.TryPop(out var job))
        {
            if (job.Slot >= 0)
            {
                _scratch[job.Slot] = job.Value;
                continue;
            }

            for (var at = job.At; list.TryAdd(at);)
            {
                _visits++;
                ref readonly var step = ref program.Instructions[at];
                if (step.Code == RegexpCode.Split)
                {
                    _pending.Push((step.Other, -1, 0));
                }
                else if (step.Code == RegexpCode.Save)
                {
                    if (step.Other >= _scratch.Length)
                    {
                        at = step.Next;
                        continue;
                    }

                    _pending.Push((0, step.Other, _scratch[step.Other]));
                    _scratch[step.Other] = position;
                }
                else if (step.Code != RegexpCode.Assert)
                {
                    _visits += _scratch.Length / SlotsPerVisit;
                    list.Keep(at, _scratch);
                    break;
                }
                else if (!((Assertions)step.Other).Hold(input, position))
                {
                    break;
                }

                at = step.Next;
            }
        }
    }

    /// <summary>Threads in order of priority, each with its positions, and which instructions have been reached.</summary>
    private sealed class ThreadList(RegexpProgram program, ISearchMeter? meter)
    {
        private readonly int[] _threads = new int[program.Instructions.Length];
        private readonly int[] _reached = new int[program.Instructions.Length];

        // Grows with the threads that there are at once: all instructions times all groups can be more than the memory of the machine.
        private int[] _slots = [];
        private int _slotCount;
        private int _generation = 1;

        public int Count { get; private set; }

        public int Instruction(int index) => _threads[index];

        public ReadOnlySpan<int> Slots(int index) => _slots.AsSpan(index * _slotCount, _slotCount);

        public bool TryAdd(int at)
        {
            if (_reached[at] == _generation)
            {
                return false;
            }

            _reached[at] = _generation;
            return true;
        }

        public void Keep(int at, ReadOnlySpan<int> slots)
        {
            _slotCount = slots.Length;
            var start = checked(Count * _slotCount);
            if (start > _slots.Length - _slotCount)
            {
                Grow(checked(start + _slotCount));
            }

            _threads[Count] = at;
            slots.CopyTo(_slots.AsSpan(start, _slotCount));
            Count++;
        }

        public void Clear()
        {
            Count = 0;
            _generation++;
        }

        private void Grow(int needed)
        {
            var length = (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _slots.Length));
            meter?.Take((long)(length - _slots.Length) * sizeof(int));
            Array.Resize(ref _slots, length);
        }
    }
}
