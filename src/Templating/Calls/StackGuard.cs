using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace SecretsKit.Templating.Calls;

/// <summary>
/// Goes on with a deep recursion where there is room. Go's stacks grow, so templates may nest deeper than a thread's stack is high;
/// memory is taken only as far as the recursion goes.
/// </summary>
internal static class StackGuard
{
    private const int StackBytes = 64 * 1024 * 1024;

    /// <summary>Whether the stack at hand has come to its end.</summary>
    public static bool IsNeeded => !RuntimeHelpers.TryEnsureSufficientExecutionStack();

    /// <summary>Runs on a new thread and waits for it; the failure, too, comes back.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the thread that waits.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
