using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Formatting;

internal ref partial struct Printer
{
    private const int DefaultPrecision = 6;
    private const int MantissaBits = 52;

    private void WriteFloat(Value shown, double value, int verb)
    {
        switch (verb)
        {
            case 'v':
                WriteFloat(value, 'g', -1);
                break;
            case 'g' or 'G' or 'b' or 'x' or 'X':
                WriteFloat(value, (char)verb, -1);
                break;
            case 'e' or 'E' or 'f' or 'F':
                WriteFloat(value, verb == 'F' ? 'f' : (char)verb, DefaultPrecision);
                break;
            default:
                WriteBadVerb(shown, verb);
                break;
        }
    }

    private void WriteFloat(double value, char verb, int precision)
    {
        precision = Flags.Precision ?? precision;
        var text = Layout(value, verb, precision);
        var sign = text[0] == '-' ? '-' : Flags is { Space: true, Plus: false } ? ' ' : '+';
        var digits = text.TrimStart('-', '+');
        if (!double.IsFinite(value))
        {
            // These are not numbers to look at, so zeros do not go in front.
            var keepsZero = Flags.Zero;
            Flags.Zero = false;
            Pad(Encoding.ASCII.GetBytes(double.IsNaN(value) && !Flags.Space && !Flags.Plus ? digits : sign + digits));
            Flags.Zero = keepsZero;
            return;
        }

        if (Flags.Sharp && verb != 'b')
        {
            digits = WithPoint(digits, verb, precision);
        }

        if (!Flags.Plus && sign == '+')
        {
            Pad(Encoding.ASCII.GetBytes(digits));
        }
        else if (Flags is { Zero: true, Minus: false, Width: { } width } && width > digits.Length + 1)
        {
            // The sign is before the zeros.
            _output.Write([(byte)sign]);
            WritePadding(width - digits.Length - 1);
            WriteText(digits);
        }
        else
        {
            Pad(Encoding.ASCII.GetBytes(sign + digits));
        }
    }

    private static string Layout(double value, char verb, int precision) => verb switch
    {
        _ when !double.IsFinite(value) => GoFloat.Format(value, GoFloatFormat.Sprint),
        'b' => Binary(value),
        'x' or 'X' => Hexadecimal(value, precision, verb == 'X'),
        _ => GoFloat.Format(value, GoFloatFormat.Verb(verb, Math.Min(precision, GoFloat.MaxPrecision))),
    };

    // The sharp flag: a decimal point always, and the digits that %g leaves out.
    private static string WithPoint(string number, char verb, int precision)
    {
        var missing = verb is 'g' or 'G' or 'x' ? (precision < 0 ? DefaultPrecision : precision) : 0;
        var exponent = number.IndexOfAny(verb is 'x' or 'X' ? ['p', 'P'] : ['e', 'E']);
        var (mantissa, tail) = exponent < 0 ? (number, "") : (number[..exponent], number[exponent..]);
        var significant = false;
        foreach (var c in mantissa)
        {
            significant |= c is not ('0' or '.');
            missing -= significant && c != '.' ? 1 : 0;
        }

        if (!mantissa.Contains('.', StringComparison.Ordinal))
        {
            missing -= mantissa == "0" ? 1 : 0;
            mantissa += ".";
        }

        return mantissa + new string('0', Math.Max(missing, 0)) + tail;
    }

    private static (ulong Mantissa, int Exponent, string Sign) Split(double value)
    {
        var bits = (ulong)BitConverter.DoubleToInt64Bits(value);
        var mantissa = bits & ((1UL << MantissaBits) - 1);
        var exponent = (int)(bits >> MantissaBits) & 0x7FF;
        (mantissa, exponent) = exponent == 0 ? (mantissa, 1) : (mantissa | (1UL << MantissaBits), exponent);
        return (mantissa, exponent - 1023, double.IsNegative(value) ? "-" : "");
    }

    // %b: 4503599627370496p-52.
    private static string Binary(double value)
    {
        var (mantissa, exponent, sign) = Split(value);
        exponent -= MantissaBits;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}p{(exponent < 0 ? "" : "+")}{exponent}");
    }

    // %x: 0x1.8p+01, rounded half to even on the hexadecimal digits.
    private static string Hexadecimal(double value, int precision, bool upper)
    {
        var (mantissa, exponent, sign) = Split(value);
        if (mantissa == 0)
        {
            exponent = 0;
        }
        else
        {
            // One bit before the point, sixty after it.
            mantissa <<= 60 - MantissaBits;
            while ((mantissa & (1UL << 60)) == 0)
            {
                mantissa <<= 1;
                exponent--;
            }
        }

        if (precision is >= 0 and < 15)
        {
            var shift = precision * 4;
            var extra = (mantissa << shift) & ((1UL << 60) - 1);
            mantissa >>= 60 - shift;
            mantissa += (extra | (mantissa & 1)) > 1UL << 59 ? 1UL : 0;
            mantissa <<= 60 - shift;
            if ((mantissa & (1UL << 61)) != 0)
            {
                mantissa >>= 1;
                exponent++;
            }
        }

        var digits = (mantissa & ((1UL << 60) - 1)).ToString("x15", CultureInfo.InvariantCulture);
        digits = precision < 0 ? digits.TrimEnd('0') : digits.PadRight(precision, '0')[..precision];
        var point = digits.Length > 0 ? "." : "";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{sign}0x{mantissa >> 60}{point}{digits}p{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        return upper ? text.ToUpperInvariant() : text;
    }
}
