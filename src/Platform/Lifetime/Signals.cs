using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Lifetime;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into cancellation. The first one cancels <see cref="Token"/>; a second one ends the process at once.
/// Nothing is registered before the token is asked for, so a run that needs none does not pay for the runtime's signal thread.
/// </summary>
public sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _gate = new();
    private PosixSignalRegistration[]? _registrations;
    private int _received;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                _registrations ??= [Register(PosixSignal.SIGINT, 2), Register(PosixSignal.SIGTERM, 15), Register(PosixSignal.SIGHUP, 1)];
            }

            return _source.Token;
        }
    }

    /// <summary>The number of the first signal, or <see langword="null"/>; the usual exit status is 128 more.</summary>
    public int? Received => Volatile.Read(ref _received) is var signal and not 0 ? signal : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var registration in _registrations ?? [])
            {
                registration.Dispose();
            }

            _registrations = [];
        }

        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        if (Interlocked.CompareExchange(ref _received, number, 0) == 0)
        {
            context.Cancel = true;
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The run ended while this handler was on its way, on a thread of its own: there is
                // nothing left to cancel, and an exception here would abort the process in the place of its exit code.
            }
        }
    });
}
