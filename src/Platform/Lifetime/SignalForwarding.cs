using System.Runtime.InteropServices;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Lifetime;

/// <summary>
/// While a child runs in our place, signals end it and not us: what comes to this process is handed
/// on, however often, and we stay to clean up when the child has ended. A signal that was ignored when we started stays
/// ignored in both, so that <c>nohup</c> works.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    private const int Interrupt = 2;
    private const int Quit = 3;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private readonly List<int> _early = [];
    private int? _child;
    private bool _ended;

    internal SignalForwarding() => _registrations = [.. Signals().Select(Register)];

    /// <summary>Names the child. What came before goes to it now.</summary>
    internal void To(int child)
    {
        lock (_gate)
        {
            _child = child;
            _early.ForEach(Send);
            _early.Clear();
        }
    }

    /// <summary>Takes the child's status, by a call that makes its number free for others; nothing is sent afterwards.</summary>
    internal T End<T>(Func<T> takeStatus)
    {
        lock (_gate)
        {
            _ended = true;
            return takeStatus();
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static IEnumerable<(PosixSignal Signal, int Number)> Signals()
    {
        yield return (PosixSignal.SIGINT, Interrupt);
        yield return (PosixSignal.SIGQUIT, Quit);
        yield return (PosixSignal.SIGTERM, 15);
        yield return (PosixSignal.SIGHUP, 1);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var user in OperatingSystem.IsLinux() ? (int[])[10, 12] : [30, 31])
            {
                yield return ((PosixSignal)user, user);
            }
        }
    }

    private PosixSignalRegistration Register((PosixSignal Signal, int Number) row) => PosixSignalRegistration.Create(row.Signal, context =>
    {
        context.Cancel = true;
        lock (_gate)
        {
            if (_child is null)
            {
                _early.Add(row.Number);
            }
            else
            {
                Send(row.Number);
            }
        }
    });

    private void Send(int signal)
    {
        // Windows tells all processes of a console. A terminal tells its whole foreground group: a
        // second copy would look like a second Ctrl-C, which many programs take for "at once".
        if (OperatingSystem.IsWindows() || _ended || (signal is Interrupt or Quit && ForegroundGroup.IsOurs()))
        {
            return;
        }

        _ = Libc.Kill(_child!.Value, signal);
    }
}
