using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Lifetime;

/// <summary>
/// What signals that would end the process may do while a file is between two states. Not for long: only a moment, or with a clean-up.
/// </summary>
internal sealed class InterruptGuard : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly object _gate = new();
    private volatile bool _interrupted;

    private InterruptGuard(Action<PosixSignalContext> handle)
    {
        void Handle(PosixSignalContext context)
        {
            lock (_gate)
            {
                _interrupted = true;
                Monitor.PulseAll(_gate);
            }

            handle(context);
        }

        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Handle),
        ];
    }

    /// <summary>Whether a signal came, so that what the clean-up removed is no longer there.</summary>
    internal bool Interrupted => _interrupted;

    /// <summary>Pauses until a signal comes, or for a time. Whether one came, now or before.</summary>
    internal bool WaitForSignal(TimeSpan longest)
    {
        lock (_gate)
        {
            return _interrupted || (Monitor.Wait(_gate, longest) && _interrupted);
        }
    }

    /// <summary>
    /// A signal first runs <paramref name="action"/>, on another thread; it must not throw. The process then ends as it does without this
    /// guard, unless <see cref="Signals"/> is in use.
    /// </summary>
    internal static InterruptGuard CleaningUp(Action action) => new(_ => action());

    /// <summary>A signal does not end the process until this is disposed. <see cref="Signals"/> reports it at once.</summary>
    internal static InterruptGuard HoldingOff() => new(static context => context.Cancel = true);

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
