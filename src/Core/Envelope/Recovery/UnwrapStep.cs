using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>One call to one service for one key of a group. Made once, called at most once.</summary>
/// <param name="wrapped">What is unwrapped.</param>
/// <param name="service">Who is asked.</param>
internal sealed class UnwrapStep(WrappedKey wrapped, IKeyService service)
{
    private Task<UnwrapResult>? _call;

    /// <summary>The master key.</summary>
    public MasterKey Key => wrapped.Key;

    /// <summary>Whether another machine does the work.</summary>
    public bool IsRemote => service.IsRemote;

    /// <summary>The call; only once it is begun.</summary>
    public Task<UnwrapResult> Call => _call!;

    /// <summary>How it ended; null before that, and for a call that was given up.</summary>
    public KeyAttempt? Outcome { get; set; }

    /// <summary>Begins the call.</summary>
    public void Begin(CancellationToken ct) => _call = CallAsync(ct);

    // So that what a service throws at once is in the task, too.
    private async Task<UnwrapResult> CallAsync(CancellationToken ct) => await service.UnwrapAsync(wrapped, ct);

    /// <summary>Waits for the end of a call whose result is not wanted any more, and wipes the part that it may bring.</summary>
    public async Task DiscardAsync()
    {
        await ((Task)Call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Call.IsCompletedSuccessfully)
        {
            (await Call).Part?.Dispose();
        }
    }
}
