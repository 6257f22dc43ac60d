using System.Buffers;
using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Text;

/// <summary>Writes doubles with the digits and the layout that Go's programs write.</summary>
public static class GoFloat
{
    /// <summary>The highest precision that can be asked for, as in Go's <c>fmt</c>.</summary>
    public const int MaxPrecision = 1_000_000;

    /// <summary>A buffer of this many bytes holds any double in any format of shortest digits.</summary>
    public const int MaxShortestLength = 352;

    /// <summary>The text, in ASCII.</summary>
    /// <exception cref="SecretsKitException"><paramref name="value"/> is not finite and JSON is asked for; the message is Go's.</exception>
    public static string Format(double value, GoFloatFormat format)
    {
        Span<byte> buffer = stackalloc byte[FloatDigits.BufferSize];
        var text = Layout(value, format, buffer);
        if (text.Length > MaxShortestLength)
        {
            var rented = new byte[text.Length];
            text.CopyTo(rented);
            return Encoding.ASCII.GetString(rented);
        }

        Span<byte> bytes = stackalloc byte[MaxShortestLength];
        text.CopyTo(bytes);
        return Encoding.ASCII.GetString(bytes[..text.Length]);
    }

    /// <summary>Writes the text, in ASCII, into <paramref name="destination"/>.</summary>
    /// <returns>False when it does not fit; then nothing is written.</returns>
    /// <exception cref="SecretsKitException"><paramref name="value"/> is not finite and JSON is asked for; the message is Go's.</exception>
    public static bool TryFormat(double value, Span<byte> destination, out int bytesWritten, GoFloatFormat format)
    {
        Span<byte> buffer = stackalloc byte[FloatDigits.BufferSize];
        var text = Layout(value, format, buffer);
        bytesWritten = 0;
        if (text.Length > destination.Length)
        {
            return false;
        }

        text.CopyTo(destination);
        bytesWritten = text.Length;
        return true;
    }

    /// <summary>Appends the text, in ASCII.</summary>
    /// <exception cref="SecretsKitException"><paramref name="value"/> is not finite and JSON is asked for; the message is Go's.</exception>
    public static void Write(IBufferWriter<byte> writer, double value, GoFloatFormat format)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> buffer = stackalloc byte[FloatDigits.BufferSize];
        var text = Layout(value, format, buffer);
        text.CopyTo(writer.GetSpan(text.Length));
        writer.Advance(text.Length);
    }

    private static FloatText Layout(double value, GoFloatFormat format, Span<byte> buffer)
    {
        if (double.IsFinite(value))
        {
            // The default of the struct has no letter; it means the shortest text.
            return new FloatText(value, format.Letter == 0 ? GoFloatFormat.Sprint : format, buffer);
        }

        var yaml = format.Rule == FloatRule.Yaml;
        var name = value switch
        {
            double.PositiveInfinity => yaml ? ".inf"u8 : "+Inf"u8,
            double.NegativeInfinity => yaml ? "-.inf"u8 : "-Inf"u8,
            _ => yaml ? ".nan"u8 : "NaN"u8,
        };
        return format.Rule is FloatRule.Json or FloatRule.KubernetesYaml
            ? throw new SecretsKitException(ErrorCode.EmitFailed, "json: unsupported value: " + Encoding.ASCII.GetString(name))
            : new FloatText(name);
    }
}
