using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Values;

/// <summary>A <c>complex128</c>: what a literal such as <c>1i</c> gives. Nothing computes with it.</summary>
/// <param name="real">The real part.</param>
/// <param name="imaginary">The imaginary part.</param>
internal sealed class ComplexNumber(double real, double imaginary) : GoObject
{
    private static readonly GoType ComplexType = GoType.Named("complex128", GoKind.Complex128);

    public double Real { get; } = real;

    public double Imaginary { get; } = imaginary;

    public override GoType Type => ComplexType;

    public override bool TryWriteText(IBufferWriter<byte> output)
    {
        var sign = Imaginary >= 0 || double.IsNaN(Imaginary) ? "+" : "";
        var text = $"({GoFloat.Format(Real, GoFloatFormat.Sprint)}{sign}{GoFloat.Format(Imaginary, GoFloatFormat.Sprint).TrimStart('+')}i)";
        Encoding.UTF8.GetBytes(text, output);
        return true;
    }

    public override bool? IsEqualTo(GoObject other) => other is ComplexNumber number
        && number.Real == Real
        && number.Imaginary == Imaginary;
}
