using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Waiting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>The frame of commands that change releases: the place, and failures in Helm's words.</summary>
internal static class DeployRun
{
    /// <summary>Runs a command.</summary>
    /// <param name="session">Streams, environment, generation.</param>
    /// <param name="flags">The command line.</param>
    /// <param name="prefix">What failures begin with, such as <c>INSTALLATION FAILED: </c>; asked when there is one.</param>
    /// <param name="work">What the command does; it returns the exit code.</param>
    /// <exception cref="SecretsKitException">It failed.</exception>
    public static Task<int> RunAsync(HelmSession session, ParsedFlags flags, Func<string> prefix, Func<DeployPlace, Task<int>> work) =>
        RunAsync(session, flags, WaitFlags.Read(session, flags), prefix, work);

    /// <summary>Runs a command whose wait is not that of its flags.</summary>
    /// <inheritdoc cref="RunAsync(HelmSession, ParsedFlags, Func{string}, Func{DeployPlace, Task{int}})"/>
    public static async Task<int> RunAsync(
        HelmSession session, ParsedFlags flags, WaitOptions wait, Func<string> prefix, Func<DeployPlace, Task<int>> work)
    {
        using var view = WaitView.Open(
            session.Host.WrappedTerminal(),
            session.Host.Clock,
            flags.IsOn(TrackFlags.Track) ? WaitViewMode.Always : WaitViewMode.TerminalOnly,
            LogFoldings.Of(session.Host.Environment));
        wait = view is null ? wait : wait with { Observer = view, Tracker = view.Trail };
        TrackFlags.AdviseOnWait(session, flags, wait);
        if (DeployPlace.Of(session, flags, wait) is not { } place)
        {
            return ExitCodes.For(Dialect.Helm, "", ErrorCode.General);
        }

        await using (place)
        {
            try
            {
                return await work(place);
            }
            catch (SecretsKitException failure)
            {
                throw Worded(session, failure, prefix());
            }
        }
    }

    /// <summary>A failure as Helm words it; programs that know Helm's messages get no line more.</summary>
    public static SecretsKitException Worded(HelmSession session, SecretsKitException failure, string prefix)
    {
        var worded = ClusterFailures.OfStorage(session, failure) ?? failure;
        return new(worded.Code, prefix + worded.Message, failure)
        {
            Cause = failure.Cause,
            Hint = session.ShowsHints ? failure.Hint : null,
        };
    }
}
