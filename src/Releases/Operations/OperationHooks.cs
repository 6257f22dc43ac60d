using SecretsKit.Core.Errors;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>The hooks of one operation, and the release with what is known of their last runs.</summary>
/// <param name="context">Where.</param>
/// <param name="release">The record as it was stored last.</param>
/// <param name="method">How the objects of the release are written.</param>
/// <param name="use">Whether hooks run.</param>
internal sealed class OperationHooks(OperationContext context, Release release, WriteMethod method, HookUse use)
{
    /// <summary>Whether a hook runs. Default: all do.</summary>
    public Func<ReleaseHook, bool> Selects { get; init; } = _ => true;

    /// <summary>What the first writes of their objects are bound to. Default: nothing is bound.</summary>
    public BoundStates States { get; init; } = BoundStates.None;

    /// <summary>Runs them one by one.</summary>
    public HookRunner Runner => field ??= new(
        new(context.Objects, new HookObjects(context, method, States), context.Generation, context.Clock)
        {
            Now = () => context.Now,
            Record = context.Store.UpdateAsync,
            Selects = Selects,
            Wait = context.Wait,
            Output = context.HookOutput,
            Log = context.Log,
        },
        release);

    /// <summary>The release as it is now: what is recorded next is made of it.</summary>
    public Release Release => Runner.Release;

    /// <summary>Runs the hooks of an event, and cleans up after them.</summary>
    /// <param name="hookEvent">Which.</param>
    /// <param name="prefix">What a failure begins with.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">One failed, with a <see cref="HookCause"/>.</exception>
    public async Task RunAsync(HookEvent hookEvent, string prefix, CancellationToken ct)
    {
        if (use == HookUse.Run && await Runner.RunAsync(hookEvent, ct) is { } cause)
        {
            throw prefix.Length == 0 ? cause.ToException() : cause.ToException().WithPrefix(prefix);
        }
    }
}
