using SecretsKit.Charts.Releases;

using SecretsKit.Cli.Helm.PostRendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>From the words of a command line to a rendered release, as template and install share it.</summary>
internal static class ReleaseCommand
{
    /// <summary>Renders.</summary>
    /// <param name="session">Streams, keys, hints.</param>
    /// <param name="flags">The command line.</param>
    /// <param name="fallbackName">The release's name where the command line gives none; null if it must.</param>
    /// <param name="complete">Completes the request before it is rendered; null for nothing.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">Anything on the way fails; the message is Helm's.</exception>
    public static Task<RenderedRelease> RenderAsync(
        HelmSession session, ParsedFlags flags, string? fallbackName, RequestCompletion? complete, CancellationToken ct)
    {
        var plugin = PostRendererPlugin.Find(session, flags);
        var (name, chart) = ReleaseNames.Read(session, flags, fallbackName);
        var rendering = new ReleaseRendering(session.ChartHost, session.Inputs)
        {
            PostRender = plugin is null ? null : plugin.RunAsync,
            Complete = complete,

            // Names are made up where nothing is recorded.
            ReadsFileTimes = fallbackName is null,
            Progress = (values, loaded) => (session.Hints.Values, session.Hints.Chart) = (values, loaded),
        };
        return rendering.RunAsync(
            new(name, ChartFlags.Reference(flags, chart), ChartFlags.Values(flags))
            {
                Namespace = HelmSession.NamespaceOf(flags),
                IsUpgrade = flags.IsOn(HelmFlags.IsUpgrade),
                ValidatesSchema = !flags.IsOn(HelmFlags.SkipSchema),
                RendersSubchartNotes = flags.IsOn(HelmFlags.SubchartNotes),
                LooksUpHosts = flags.IsOn(HelmFlags.EnableDns),
            },
            ct);
    }
}
