using System.Runtime.CompilerServices;

namespace SecretsKit.Charts.Manifests;

/// <summary>
/// The maps and lists that are open at a line of a document of simple layout, by column, and
/// whether the last key still waits for its value.
/// </summary>
internal struct LayoutStack
{
    private const int MaxDepth = 64;

    private Columns _columns;
    private ulong _lists;
    private int _count;
    private bool _waits;

    /// <summary>Whether anything is open.</summary>
    public readonly bool HasAny => _count > 0;

    /// <summary>The column of the innermost.</summary>
    public readonly int Column => _columns[_count - 1];

    private readonly bool IsList => (_lists >> (_count - 1) & 1) != 0;

    /// <summary>Whether a dash may stand at a column; opens or continues a list.</summary>
    /// <param name="column">From 0.</param>
    /// <param name="isFirstOfLine">Whether nothing but spaces is before it.</param>
    public bool TryItem(int column, bool isFirstOfLine)
    {
        if (!isFirstOfLine)
        {
            return TryPush(column, isList: true);
        }

        CloseBeyond(column);
        if (_count == 0 || (!_waits && !(IsList && Column == column)))
        {
            return false;
        }

        // Under a key a list may begin at the column of the key.
        var opens = _waits;
        _waits = false;
        return !opens || TryPush(column, isList: true);
    }

    /// <summary>Whether a key may stand at a column; opens or continues a map.</summary>
    /// <param name="column">From 0.</param>
    /// <param name="isFirstOfLine">Whether nothing but spaces is before it.</param>
    /// <param name="hasValue">Whether its value is on the line, too.</param>
    public bool TryKey(int column, bool isFirstOfLine, bool hasValue)
    {
        if (isFirstOfLine && _count > 0)
        {
            CloseBeyond(column);
            if (IsList && Column == column)
            {
                // A list at the column of its key ends with the next key.
                _count--;
            }

            if (_count == 0 || IsList || (Column < column && !_waits))
            {
                return false;
            }
        }

        var isOpen = isFirstOfLine && _count > 0 && Column == column;
        _waits = !hasValue;
        return (isOpen || _count > 0 || column == 0) && (isOpen || TryPush(column, isList: false));
    }

    private void CloseBeyond(int column)
    {
        while (_count > 0 && Column > column)
        {
            _count--;
            _waits = false;
        }
    }

    private bool TryPush(int column, bool isList)
    {
        if (_count == MaxDepth)
        {
            return false;
        }

        _columns[_count] = column;
        _lists = isList ? _lists | (1UL << _count) : _lists & ~(1UL << _count);
        _count++;
        return true;
    }

    [InlineArray(MaxDepth)]
    private struct Columns
    {
        private int _first;
    }
}
