using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Formatting;

/// <summary>
/// Writes single values by verb and flags: Go's <c>fmt</c> (spec go-template.md 5.3). What does not fit is written into the output as
/// Go does, never raised.
/// </summary>
internal ref partial struct Printer(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    // While a wrong verb is reported, the value shows itself without its methods.
    private bool _isReporting;

    public FormatFlags Flags;

    /// <summary>Writes an argument.</summary>
    /// <exception cref="ValueException">The value is nested too deeply: most likely it holds itself.</exception>
    public void WriteArgument(Value value, int verb)
    {
        switch (verb)
        {
            case 'T' or 'v' when value.IsNil:
                Pad("<nil>"u8);
                break;
            case 'T':
                Pad(Encoding.UTF8.GetBytes(value.Type!.Name), Flags.Precision);
                break;
            case 'p':
                WritePointer(value);
                break;
            case 'w' when value.AsObject is not null || value.AsMap is not null || (value.AsList is { } list && !IsBytes(list)):
                WriteBadVerb(value, verb);
                break;
            default:
                Write(value, verb, isTop: true, isElement: false);
                break;
        }
    }

    private void Write(Value value, int verb, bool isTop, bool isElement)
    {
        if (value.IsString)
        {
            WriteString(value, value.StringBytes, verb);
        }
        else if (value.AsMap is { } map)
        {
            WriteMap(map, map.Type, verb);
        }
        else if (value.AsList is { } list)
        {
            WriteList(value, list, verb, isTop);
        }
        else if (value.AsObject is { } other)
        {
            WriteObject(value, other, verb, isTop);
        }
        else
        {
            WriteScalar(value, value, verb, isElement);
        }
    }

    // The shown value is the one whose type a wrong verb is reported with.
    private void WriteScalar(Value shown, Value value, int verb, bool isElement)
    {
        switch (value.Kind)
        {
            case GoKind.Invalid when isElement:
                _output.Write(Flags.GoSyntax ? "interface {}(nil)"u8 : "<nil>"u8);
                break;
            case GoKind.Invalid:
                WriteBadVerb(value, verb);
                break;
            case GoKind.Bool when verb is 't' or 'v':
                Pad(value.Boolean ? "true"u8 : "false"u8);
                break;
            case GoKind.Bool:
                WriteBadVerb(shown, verb);
                break;
            case GoKind.Float32 or GoKind.Float64:
                WriteFloat(shown, value.Float64, verb);
                break;
            default:
                WriteInteger(shown, value, verb);
                break;
        }
    }

    private void WriteObject(Value value, GoObject other, int verb, bool isTop)
    {
        if (other is ComplexNumber number)
        {
            WriteComplex(value, number, verb);
        }
        else if (!_isReporting && !Flags.GoSyntax && verb is 'v' or 's' or 'x' or 'X' or 'q' && TextOf(other) is { } text)
        {
            WriteString(value, text, verb);
        }
        else if (other.Map is { } map)
        {
            WriteMap(map, other.Type, verb);
        }
        else if (other.Underlying is { IsNil: false } under)
        {
            if (under.AsList is { } list)
            {
                WriteList(value, list, verb, isTop);
            }
            else if (under.IsString)
            {
                WriteString(value, under.StringBytes, verb);
            }
            else
            {
                WriteScalar(value, under, verb, isElement: false);
            }
        }
        else
        {
            WriteFields(other, verb, isTop);
        }
    }

    private static byte[]? TextOf(GoObject value)
    {
        var text = new ArrayBufferWriter<byte>();
        return !value.TextNeedsAddress && value.TryWriteText(text) ? text.WrittenSpan.ToArray() : null;
    }

    // Addresses mean nothing here; what is no reference is the wrong value for the verb.
    private void WritePointer(Value value)
    {
        if (value.AsMap is not null || value.AsList is not null || value.Kind == GoKind.Ptr)
        {
            Pad("0xc000000000"u8);
        }
        else
        {
            WriteBadVerb(value, 'p');
        }
    }

    /// <summary>Writes <c>%!verb(type=value)</c>.</summary>
    private void WriteBadVerb(Value value, int verb)
    {
        _output.Write("%!"u8);
        WriteRune(verb);
        _output.Write("("u8);
        if (value.IsNil)
        {
            _output.Write("<nil>"u8);
        }
        else
        {
            _isReporting = true;
            WriteTyped(value);
            _isReporting = false;
        }

        _output.Write(")"u8);
    }

    /// <summary>Writes <c>type=value</c>.</summary>
    public void WriteTyped(Value value)
    {
        WriteText(value.Type!.Name);
        _output.Write("="u8);
        Write(value, 'v', isTop: true, isElement: false);
    }
}
