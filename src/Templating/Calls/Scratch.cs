using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;

namespace SecretsKit.Templating.Calls;

/// <summary>Makes strings in the buffer of the execution, so that each costs one array of its own size.</summary>
internal static class Scratch
{
    public delegate void Writing(IBufferWriter<byte> output, ReadOnlySpan<Value> arguments);

    /// <summary>The text that is written. What was written before a failure is gone.</summary>
    public static Value Collect(CallContext context, ReadOnlySpan<Value> arguments, Writing write) =>
        Collect(context, arguments, write, hasLastBreak: false);

    /// <summary>The same without the line break that ends the text.</summary>
    public static Value CollectLine(CallContext context, ReadOnlySpan<Value> arguments, Writing write) =>
        Collect(context, arguments, write, hasLastBreak: true);

    private static Value Collect(CallContext context, ReadOnlySpan<Value> arguments, Writing write, bool hasLastBreak)
    {
        if (context.Scratch is not { } buffer)
        {
            using var output = new OutputBuffer();
            write(output, arguments);
            var text = output.ToArray();
            context.Charge(text.Length);
            return Value.Of(WithoutBreak(text, hasLastBreak));
        }

        var start = buffer.Length;
        try
        {
            write(buffer, arguments);
            context.Charge(buffer.Length - start);
            return Value.Of(WithoutBreak(buffer.Written[start..], hasLastBreak));
        }
        finally
        {
            buffer.Truncate(start);
        }
    }

    private static ReadOnlySpan<byte> WithoutBreak(ReadOnlySpan<byte> text, bool hasLastBreak) => hasLastBreak && text.EndsWith((byte)'\n')
        ? text[..^1]
        : text;
}
