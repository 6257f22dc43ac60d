namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// Breadth-first simulation (Thompson, Pike): all threads advance together, in order of priority, one character at a time.
/// Linear in the input for any pattern; used where the backtracker's bitmap would be too large.
/// </summary>
internal sealed class RegexpAutomaton(RegexpProgram program)
{
    private readonly Stack<(int At, int Slot, int Value)> _pending = new();
    private readonly int[] _scratch = new int[program.SlotCount];
    private ThreadList _current = new(program);
    private ThreadList _next = new(program);

    public bool Run(ReadOnlySpan<byte> input, int start, Span<int> slots)
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
                }
            }

            if (!matched && !(program.Anchored && at > start))
            {
                _scratch.AsSpan().Fill(-1);
                Spawn(_current, program.Start, input, at);
            }

            var rune = RegexpInput.Decode(input, at, out var width);
            matched |= Step(input, rune, at + width, slots);
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
                ref readonly var step = ref program.Instructions[at];
                if (step.Code == RegexpCode.Split)
                {
                    _pending.Push((step.Other, -1, 0));
                }
                else if (step.Code == RegexpCode.Save)
                {
                    _pending.Push((0, step.Other, _scratch[step.Other]));
                    _scratch[step.Other] = position;
                }
                else if (step.Code != RegexpCode.Assert)
                {
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
    private sealed class ThreadList(RegexpProgram program)
    {
        private readonly int _slotCount = program.SlotCount;
        private readonly int[] _threads = new int[program.Instructions.Length];
        private readonly int[] _slots = new int[program.Instructions.Length * program.SlotCount];
        private readonly int[] _reached = new int[program.Instructions.Length];
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
            _threads[Count] = at;
            slots.CopyTo(_slots.AsSpan(Count * _slotCount, _slotCount));
            Count++;
        }

        public void Clear()
        {
            Count = 0;
            _generation++;
        }
    }
}
