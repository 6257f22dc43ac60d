using System.Globalization;

namespace SecretsKit.Platform.Processes;

/// <summary>
/// Signals as Go prints them on Linux (<c>syscall.Signal.String</c>); only those whose number is the
/// same on all Unix systems, plus bus error.
/// </summary>
internal static class SignalNames
{
    internal static string Describe(int signal) => signal switch
    {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 when OperatingSystem.IsLinux() => "bus error",
        8 => "floating point exception",
        9 => "killed",
        11 => "segmentation fault",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
    };
}
