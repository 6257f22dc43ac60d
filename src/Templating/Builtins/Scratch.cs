using System.Buffers;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Functions;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Builtins;

/// <summary>Makes strings in the buffer of the execution, so that each costs one array of its own size.</summary>
internal static class Scratch
{
    public delegate void Writing(IBufferWriter<byte> output, ReadOnlySpan<Value> arguments);

    public static Value Collect(CallContext context, ReadOnlySpan<Value> arguments, Writing write)
    {
        if (context is not EvaluationContext execution)
        {
            var output = new ArrayBufferWriter<byte>();
            write(output, arguments);
            return Value.Of(output.WrittenSpan);
        }

        var buffer = execution.Output;
        var start = buffer.Length;
        write(buffer, arguments);
        context.Charge(buffer.Length - start);
        return Value.Of(buffer.TakeFrom(start));
    }
}
