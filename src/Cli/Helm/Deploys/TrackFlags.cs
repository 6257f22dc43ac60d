using SecretsKit.CommandLine;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>
/// The flag that shows a wait in full: what is not ready and why, warnings, what new containers print, and a summary. Helm has none, so
/// scripts see what Helm prints unless that is asked for.
/// </summary>
internal static class TrackFlags
{
    public static readonly Flag Track = new(
        FlagKind.Switch,
        "track",
        "While waiting, also shows changes, warnings and the logs of new containers, and waits for all conditions of custom resources.")
    {
        Variable = "SECRETSKIT_TRACK",
    };

    /// <summary>Says where the flag shows little because nothing is waited for.</summary>
    public static void AdviseOnWait(HelmSession session, ParsedFlags flags, WaitOptions wait)
    {
        if (flags.IsOn(Track) && wait.Strategy == WaitStrategy.HookOnly && session.ShowsHints)
        {
            session.Host.WriteErrorLine("hint: --track shows hooks alone unless objects are waited for, too: add --wait");
        }
    }
}
