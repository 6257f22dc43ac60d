using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Formatting;

/// <summary>Go's <c>fmt.Sprintf</c>.</summary>
public ref struct GoPrintf
{
    private const int MaxNumber = 1_000_000;

    private readonly IBufferWriter<byte> _output;
    private readonly ReadOnlySpan<byte> _format;
    private readonly ReadOnlySpan<Value> _arguments;
    private Printer _printer;
    private int _position;
    private int _argument;
    private bool _isReordered;
    private bool _goodIndex;
    private bool _afterIndex;

    private GoPrintf(IBufferWriter<byte> output, ReadOnlySpan<byte> format, ReadOnlySpan<Value> arguments)
    {
        _output = output;
        _format = format;
        _arguments = arguments;
        _printer = new(output);
    }

    /// <summary>Appends the text.</summary>
    /// <exception cref="ValueException">A value is nested too deeply: most likely it holds itself.</exception>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> format, ReadOnlySpan<Value> arguments) =>
        new GoPrintf(output, format, arguments).Run();

    private void Run()
    {
        while (_position < _format.Length)
        {
            var rest = _format[_position..];
            var percent = rest.IndexOf((byte)'%');
            _output.Write(percent < 0 ? rest : rest[..percent]);
            if (percent < 0)
            {
                break;
            }

            _position += percent + 1;
            if (!Verb())
            {
                break;
            }
        }

        if (!_isReordered && _argument < _arguments.Length)
        {
            WriteExtra();
        }
    }

    private void WriteExtra()
    {
        _printer.Flags = default;
        _output.Write("%!(EXTRA "u8);
        for (var i = _argument; i < _arguments.Length; i++)
        {
            _output.Write(i == _argument ? ""u8 : ", "u8);
            if (_arguments[i].IsNil)
            {
                _output.Write("<nil>"u8);
            }
            else
            {
                _printer.WriteTyped(_arguments[i]);
            }
        }

        _output.Write(")"u8);
    }

    // False at the end of the format.
    private bool Verb()
    {
        _printer.Flags = default;
        (_goodIndex, _afterIndex) = (true, false);
        ReadFlags();
        ReadIndex();
        ReadWidth();
        ReadPrecision();
        if (!_afterIndex)
        {
            ReadIndex();
        }

        if (_position >= _format.Length)
        {
            _output.Write("%!(NOVERB)"u8);
            return false;
        }

        if (Rune.DecodeFromUtf8(_format[_position..], out var verb, out var width) != OperationStatus.Done)
        {
            width = 1;
        }

        _position += width;
        if (verb.Value == '%')
        {
            _output.Write("%"u8);
        }
        else if (!_goodIndex)
        {
            WriteProblem(verb, "(BADINDEX)"u8);
        }
        else if (_argument >= _arguments.Length)
        {
            WriteProblem(verb, "(MISSING)"u8);
        }
        else
        {
            _printer.Flags.TakeForVerb(verb.Value);
            _printer.WriteArgument(_arguments[_argument++], verb.Value);
        }

        return true;
    }

    private readonly void WriteProblem(Rune verb, ReadOnlySpan<byte> problem)
    {
        _output.Write("%!"u8);
        _printer.WriteRune(verb.Value);
        _output.Write(problem);
    }

    private void ReadFlags()
    {
        ref var flags = ref _printer.Flags;
        for (; _position < _format.Length; _position++)
        {
            switch (_format[_position])
            {
                case (byte)'#':
                    flags.Sharp = true;
                    break;
                case (byte)'0':
                    flags.Zero = true;
                    break;
                case (byte)'+':
                    flags.Plus = true;
                    break;
                case (byte)'-':
                    flags.Minus = true;
                    break;
                case (byte)' ':
                    flags.Space = true;
                    break;
                default:
                    return;
            }
        }
    }

    // [n]: the argument that comes next, from 1.
    private void ReadIndex()
    {
        _afterIndex = false;
        if (_position >= _format.Length || _format[_position] != '[')
        {
            return;
        }

        _isReordered = true;
        var rest = _format[_position..];
        var close = rest.IndexOf((byte)']');
        if (rest.Length < 3 || close < 0)
        {
            (_goodIndex, _position) = (false, _position + 1);
            return;
        }

        var start = _position + 1;
        _position += close + 1;
        var number = ReadNumber(ref start, _position - 1);
        _afterIndex = number is not null && start == _position - 1;
        if (_afterIndex && number >= 1 && number <= _arguments.Length)
        {
            _argument = number.Value - 1;
        }
        else
        {
            _goodIndex = false;
        }
    }

    private void ReadWidth()
    {
        ref var flags = ref _printer.Flags;
        if (_position < _format.Length && _format[_position] == '*')
        {
            _position++;
            flags.Width = IntegerArgument();
            if (flags.Width is null)
            {
                _output.Write("%!(BADWIDTH)"u8);
            }
            else if (flags.Width < 0)
            {
                (flags.Width, flags.Minus, flags.Zero) = (-flags.Width, true, false);
            }

            _afterIndex = false;
        }
        else
        {
            flags.Width = ReadNumber(ref _position, _format.Length);
            _goodIndex &= !(_afterIndex && flags.Width is not null);
        }
    }

    private void ReadPrecision()
    {
        // A point at the very end is a verb to Go.
        if (_position >= _format.Length - 1 || _format[_position] != '.')
        {
            return;
        }

        ref var flags = ref _printer.Flags;
        _position++;
        _goodIndex &= !_afterIndex;
        ReadIndex();
        if (_position < _format.Length && _format[_position] == '*')
        {
            _position++;
            flags.Precision = IntegerArgument() is { } precision and >= 0 ? precision : null;
            if (flags.Precision is null)
            {
                _output.Write("%!(BADPREC)"u8);
            }

            _afterIndex = false;
        }
        else
        {
            flags.Precision = ReadNumber(ref _position, _format.Length) ?? 0;
        }
    }

    private int? IntegerArgument()
    {
        if (_argument >= _arguments.Length)
        {
            return null;
        }

        var value = _arguments[_argument++];
        value = value.AsObject is { } named ? named.Underlying : value;
        return value.Kind is >= GoKind.Int and <= GoKind.Uint64 && value.Bits is >= -MaxNumber and <= MaxNumber ? (int)value.Bits : null;
    }

    // Null if there are no digits, or too many: then all of the format is skipped, as in Go.
    private readonly int? ReadNumber(ref int position, int end)
    {
        int? number = null;
        for (; position < end && _format[position] is >= (byte)'0' and <= (byte)'9'; position++)
        {
            if (number > MaxNumber)
            {
                position = end;
                return null;
            }

            number = ((number ?? 0) * 10) + (_format[position] - '0');
        }

        return number;
    }
}
