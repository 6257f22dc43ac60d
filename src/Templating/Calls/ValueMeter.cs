using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Calls;

/// <summary>
/// Measures what a value comes to when each part is written wherever it is: lists and maps share their parts, so that a few lines of
/// template make a value that would fill any memory. To be asked before a value is copied or emitted as a whole.
/// </summary>
internal struct ValueMeter
{
    /// <summary>The parts of the largest value that is written.</summary>
    public const int MaxParts = 4_000_000;

    /// <summary>The bytes of the texts in it.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private long _parts;
    private long _bytes;

    // What each part takes to write, in steps.
    private const int StepsPerPart = 4;

    /// <summary>Refuses what is too large, and counts the work of writing the rest.</summary>
    /// <returns>How many parts there are.</returns>
    /// <exception cref="FunctionException">It is.</exception>
    public static long Check(CallContext context, Value value)
    {
        var meter = default(ValueMeter);
        meter.Count(value);
        context.Spend(meter._parts * StepsPerPart);
        return meter._parts;
    }

    private void Count(Value value)
    {
        _bytes += value.IsString ? value.StringBytes.Length : 0;
        if (++_parts > MaxParts || _bytes > MaxBytes)
        {
            throw new FunctionException($"the value has more than {MaxParts} parts or {MaxBytes} bytes") { IsLimit = true };
        }

        // How deep a value may go, and what happens beyond, is up to who writes it.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return;
        }

        if ((value.AsMap ?? value.AsObject?.Map) is { } map)
        {
            foreach (var (key, part) in map.Entries)
            {
                _bytes += key.Length;
                Count(part);
            }
        }
        else if (value.AsList is { } list)
        {
            foreach (var part in list.Items)
            {
                Count(part);
            }
        }
    }
}
