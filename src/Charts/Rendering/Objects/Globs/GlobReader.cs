using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>Reads a pattern. Braces need not be closed, and a backslash at the end stands for nothing; brackets have to be whole.</summary>
internal sealed class GlobReader(string pattern)
{
    // What is put together of a pattern is found by trying all its parts together.
    private const int MaxParts = 200;

    private readonly int[] _runes = [.. pattern.EnumerateRunes().Select(static rune => rune.Value)];
    private int _at;

    /// <summary>How many parts were read.</summary>
    public int PartCount { get; private set; }

    /// <summary>The pattern as a row, or null if it is malformed.</summary>
    /// <exception cref="ValueException">It has more parts than anybody writes.</exception>
    public GlobNode? Read() => Array.IndexOf(_runes, Rune.ReplacementChar.Value) < 0 ? ReadRow(isInChoice: false) : null;

    private GlobNode? ReadRow(bool isInChoice)
    {
        var row = Count(new(GlobKind.Row));
        while (_at < _runes.Length && !(isInChoice && _runes[_at] is ',' or '}'))
        {
            if (ReadPart(isInChoice) is not { } part)
            {
                return null;
            }

            if (part.Kind != GlobKind.Text || part.Text.Length > 0)
            {
                row.Children.Add(Count(part));
            }
        }

        return row;
    }

    private GlobNode? ReadPart(bool isInChoice)
    {
        switch (_runes[_at])
        {
            case '{':
                return ReadChoice();
            case '[':
                return ReadBrackets();
            case '?':
                _at++;
                return new(GlobKind.One);
            case '*' when _at + 1 < _runes.Length && _runes[_at + 1] == '*':
                _at += 2;
                return new(GlobKind.DoubleStar);
            case '*':
                _at++;
                return new(GlobKind.Star);
            default:
                return new(GlobKind.Text, ReadText(isInChoice ? "?*[{},".Contains : "?*[{".Contains));
        }
    }

    private GlobNode? ReadChoice()
    {
        var choice = new GlobNode(GlobKind.Choice);
        do
        {
            _at++;
            if (ReadRow(isInChoice: true) is not { } row)
            {
                return null;
            }

            choice.Children.Add(row);
        }
        while (_at < _runes.Length && _runes[_at] == ',');

        _at++;
        return choice;
    }

    private string ReadText(Func<char, bool> ends)
    {
        var text = new StringBuilder();
        for (; _at < _runes.Length && !(_runes[_at] < 0x80 && ends((char)_runes[_at])); _at++)
        {
            if (_runes[_at] == '\\' && ++_at == _runes.Length)
            {
                break;
            }

            text.Append(new Rune(_runes[_at]).ToString());
        }

        return text.ToString();
    }

    // A range of two characters and no more, or a set, in which a minus is a character.
    private GlobNode? ReadBrackets()
    {
        _at++;
        var isNegated = _at < _runes.Length && _runes[_at] == '!';
        _at += isNegated ? 1 : 0;
        if (_at + 2 < _runes.Length && _runes[_at + 1] == '-')
        {
            var (low, high) = (_runes[_at], _runes[_at + 2]);
            _at += 3;
            return low <= high && Closes() ? new(GlobKind.Range, "", isNegated, low, high) : null;
        }

        var text = _at + 1 < _runes.Length && _runes[_at + 1] == '-' ? "" : ReadText("]".Contains);
        return text.Length > 0 && Closes() ? new(GlobKind.Set, text, isNegated) : null;
    }

    private bool Closes() => _at < _runes.Length && _runes[_at++] == ']';

    private GlobNode Count(GlobNode node) => ++PartCount <= MaxParts
        ? node
        : throw new FunctionException($"a pattern has more than {MaxParts} parts")
    {
        IsLimit = true,
    };
}
