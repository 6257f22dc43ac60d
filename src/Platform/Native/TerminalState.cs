using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>The settings of the terminal on standard input, put back on disposal unless they are to be kept.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class TerminalState : IDisposable
{
    private readonly byte[] _settings;
    private bool _keep;

    private TerminalState(byte[] settings) => _settings = settings;

    /// <summary>Null if standard input is no terminal.</summary>
    internal static TerminalState? Save()
    {
        var settings = new byte[Termios.Size];
        fixed (byte* start = settings)
        {
            return Termios.Get(0, start) == 0 ? new TerminalState(settings) : null;
        }
    }

    internal void Keep() => _keep = true;

    public void Dispose()
    {
        if (_keep)
        {
            return;
        }

        fixed (byte* start = _settings)
        {
            _ = Termios.Set(0, Termios.SetNow, start);
        }
    }
}
