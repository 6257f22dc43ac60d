using System.Diagnostics;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// The tokens that were scanned and not yet consumed, numbered from the start of the stream. Beside
/// each place is whether a key may turn out to begin there; the notes belong to the numbers and stay where they are when a
/// token is put in between, as in the reference.
/// </summary>
internal sealed class TokenQueue
{
    private Token[] _items = new Token[16];

    // The level of the key, counted from 1; 0 for none.
    private int[] _keyLevels = new int[16];
    private int _head;
    private int _tail;

    /// <summary>How many tokens wait.</summary>
    public int Count => _tail - _head;

    /// <summary>How many tokens were consumed: the number of the first that waits.</summary>
    public int Consumed { get; private set; }

    /// <summary>The number that the next token will have.</summary>
    public int NextNumber => Consumed + Count;

    /// <summary>The first token.</summary>
    public ref Token First => ref _items[_head];

    /// <summary>The flow level of the key that may begin at the first token, or -1.</summary>
    public int FirstKeyLevel => _keyLevels[_head] - 1;

    /// <summary>Notes that a key of a flow level may begin at the next token to come.</summary>
    public void NoteKey(int level)
    {
        MakeRoom();
        _keyLevels[_tail] = level + 1;
    }

    /// <summary>Takes the note back, if the token of that number still waits.</summary>
    public void ForgetKey(int number)
    {
        if (number >= Consumed)
        {
            _keyLevels[_head + (number - Consumed)] = 0;
        }
    }

    /// <summary>The kind of a token counted from the newest (1 is the newest), or null.</summary>
    public TokenKind? FromEnd(int back) => back <= Count ? _items[_tail - back].Kind : null;

    /// <summary>The start of a token counted from the newest, which must be there.</summary>
    public Mark StartFromEnd(int back)
    {
        Debug.Assert(back <= Count);
        return _items[_tail - back].Start;
    }

    /// <summary>Adds a token behind the others.</summary>
    public void Add(in Token token)
    {
        MakeRoom();
        _items[_tail++] = token;
    }

    /// <summary>Puts a token before the waiting one of that number, or behind all when that one was consumed.</summary>
    public void Insert(int number, in Token token)
    {
        if (number < Consumed)
        {
            Add(token);
            return;
        }

        MakeRoom();
        var at = _head + (number - Consumed);
        Array.Copy(_items, at, _items, at + 1, _tail - at);
        _items[at] = token;
        _tail++;
    }

    /// <summary>Consumes the first token.</summary>
    public void Remove()
    {
        _items[_head] = default;
        _keyLevels[_head] = 0;
        _head++;
        Consumed++;
    }

    private void MakeRoom()
    {
        if (_tail < _items.Length)
        {
            return;
        }

        // Sliding pays only when it frees a good part of the array; otherwise each token of a long look-ahead would move all others.
        if (_head < _items.Length / 2)
        {
            Array.Resize(ref _items, _items.Length * 2);
            Array.Resize(ref _keyLevels, _items.Length);
            return;
        }

        var count = Count;
        Array.Copy(_items, _head, _items, 0, count);
        Array.Clear(_items, count, _tail - count);
        Array.Copy(_keyLevels, _head, _keyLevels, 0, count);
        Array.Clear(_keyLevels, count, _tail - count);
        _head = 0;
        _tail = count;
    }
}
