using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>Times of records as Go programs print them.</summary>
internal static class ReleaseTime
{
    /// <summary>As C programs print times: <c>Fri Sep  2 22:04:05 1977</c>.</summary>
    public const string Ansi = "Mon Jan _2 15:04:05 2006";

    /// <summary>A time of a record, which names an offset: where it is that of this machine at that moment, the machine's zone.</summary>
    /// <param name="time">The time.</param>
    /// <param name="session">The zones.</param>
    /// <param name="layout">Go's layout; empty for the usual one.</param>
    public static string Format(Timestamp time, HelmSession session, string layout)
    {
        GoTime.TryParse(
            "2006-01-02T15:04:05Z07:00"u8, Encoding.ASCII.GetBytes(time.ToRfc3339Nano()), session.Host.Zones.Local, out var known, out _);
        return Encoding.UTF8.GetString(known.Format(Encoding.UTF8.GetBytes(layout.Length > 0 ? layout : GoTime.DefaultLayout)));
    }
}
