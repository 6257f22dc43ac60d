using System.Text;

namespace SecretsKit.Charts.Values;

/// <summary>Reads an argument of <c>--set</c> rune by rune; where there are escapes, a backslash takes the next rune as it is.</summary>
internal ref struct SetCursor(ReadOnlySpan<byte> text, bool hasEscapes)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Reads up to one of the stops, which is taken, too.</summary>
    /// <param name="stops">ASCII.</param>
    /// <param name="stop">The stop, or 0 at the end of the text.</param>
    public byte[] Until(ReadOnlySpan<byte> stops, out byte stop)
    {
        var taken = new List<byte>();
        while (!_rest.IsEmpty)
        {
            var c = _rest[0];
            _rest = _rest[1..];
            if (stops.Contains(c))
            {
                stop = c;
                return [.. taken];
            }

            if (c != '\\' || !hasEscapes)
            {
                taken.Add(c);
                continue;
            }

            if (_rest.IsEmpty)
            {
                break;
            }

            Rune.DecodeFromUtf8(_rest, out _, out var width);
            taken.AddRange(_rest[..width]);
            _rest = _rest[width..];
        }

        stop = 0;
        return [.. taken];
    }

    /// <summary>Takes a byte if it comes next.</summary>
    public bool TryTake(byte wanted)
    {
        if (_rest.IsEmpty || _rest[0] != wanted)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    /// <summary>Takes that many bytes.</summary>
    public void Skip(int count) => _rest = _rest[count..];
}
