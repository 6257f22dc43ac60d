namespace SecretsKit.Templating.Execution;

/// <summary>
/// What is left of <see cref="ExecutionLimits"/>. Executions that belong together, the files of a chart for one, share theirs, so that many
/// small ones cannot do what a large one may not. Not safe for concurrent use.
/// </summary>
public sealed class ExecutionBudget
{
    private long _steps;
    private long _functionBytes;
    private long _outputBytes;

    /// <param name="limits">What there is in the beginning.</param>
    public ExecutionBudget(ExecutionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        (_steps, _functionBytes, _outputBytes) = (limits.MaxSteps, limits.MaxFunctionBytes, limits.MaxOutputBytes);
    }

    /// <summary>Bytes of output that may still be written.</summary>
    public int OutputBytes => (int)Math.Max(_outputBytes, 0);

    /// <summary>Takes steps.</summary>
    /// <returns>Whether there were as many.</returns>
    internal bool TakeSteps(long steps) => (_steps -= steps) >= 0;

    /// <summary>Takes bytes that functions make.</summary>
    /// <returns>Whether there were as many.</returns>
    internal bool TakeFunctionBytes(long bytes) => (_functionBytes -= Math.Min(bytes, int.MaxValue * 2L)) >= 0;

    /// <summary>Takes bytes of output.</summary>
    internal void TakeOutputBytes(int bytes) => _outputBytes -= bytes;
}
