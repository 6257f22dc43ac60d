using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Terminal;

/// <summary>
/// Other input settings while it lives, echo off or keys taken one by one. A signal that ends or stops the process puts the
/// settings back first and then does what it does; after a stop they are as wanted again.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class InputMode : IDisposable
{
    private readonly int _descriptor;
    private readonly byte[] _before;
    private readonly byte[] _hidden;
    private readonly List<PosixSignalRegistration> _registrations = [];

    internal InputMode(int descriptor, byte[] before, AnswerMode mode)
    {
        _descriptor = descriptor;
        _before = before;
        _hidden = (byte[])before.Clone();
        fixed (byte* settings = _hidden)
        {
            switch (mode)
            {
                case AnswerMode.Hidden:
                    Termios.HideInput(settings);
                    break;
                case AnswerMode.Visible:
                    Termios.ShowInput(settings);
                    break;
                case AnswerMode.Key:
                    Termios.TakeKeys(settings);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(mode));
            }
        }

        foreach (
            var signal in (
                ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT,
                PosixSignal.SIGTSTP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, _ => Apply(_before, Termios.SetNow)));
        }

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Apply(_hidden, Termios.SetNow)));
        if (!Apply(_hidden, Termios.SetAndFlush))
        {
            Dispose();
            throw new SecretsKitException(ErrorCode.General, "the terminal's echo cannot be switched off");
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        Apply(_before, Termios.SetNow);
    }

    private bool Apply(byte[] settings, int when)
    {
        fixed (byte* start = settings)
        {
            return Termios.Set(_descriptor, when, start) == 0;
        }
    }
}
