using System.Buffers;
using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Formatting;

/// <summary>Go's <c>fmt.Sprint</c> and <c>fmt.Sprintln</c> (spec go-template.md 4.3).</summary>
internal static class GoPrint
{
    /// <summary>Appends the operands, a blank between two that are no strings.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<Value> arguments)
    {
        var afterString = true;
        foreach (var argument in arguments)
        {
            var isString = IsString(argument);
            if (!isString && !afterString)
            {
                output.Write(" "u8);
            }

            GoText.Write(argument, output);
            afterString = isString;
        }
    }

    /// <summary>Appends the operands, a blank between any two, and the end of the line.</summary>
    public static void WriteLine(IBufferWriter<byte> output, ReadOnlySpan<Value> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            output.Write(i == 0 ? ""u8 : " "u8);
            GoText.Write(arguments[i], output);
        }

        output.Write("\n"u8);
    }

    private static bool IsString(Value value) => value.IsString || value.AsObject is { Type.Kind: GoKind.String };
}
