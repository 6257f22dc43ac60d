using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Helm.PostRendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform.Network;

namespace SecretsKit.Cli.Helm.Releases;

/// <summary>
/// The way from the words of a command line to a rendered release, as template and install share it (spec helm.md 4.8, 8).
/// </summary>
internal sealed class ReleaseRendering(HelmSession session, ParsedFlags flags)
{
    /// <summary>The release's name where the command line gives none; null if it must.</summary>
    public string? FallbackName { get; init; }

    /// <summary>The APIs to assume; null for the generation's.</summary>
    public Capabilities? Capabilities { get; init; }

    /// <summary>Reads, checks and renders.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">Anything on the way fails; the message is Helm's.</exception>
    public async Task<RenderedRelease> RunAsync(CancellationToken ct)
    {
        var plugin = PostRendererPlugin.Find(session, flags);
        var (name, chartName) = ReleaseNames.Read(session, flags, FallbackName);
        var version = flags.Text(HelmFlags.Version);
        session.Log.Write(new(NoticeLevel.Debug, "Original chart version", ("version", version))
        {
            LegacySource = "install.go:225",
            LegacyText = LegacyDebug($"Original chart version: {GoQuote.Format(version)}"),
        });
        var source = await ChartLocator.LocateAsync(session, flags, chartName, ct);
        session.Log.Write(new(NoticeLevel.Debug, "Chart path", ("path", source.Place))
        {
            LegacySource = "install.go:242",
            LegacyText = LegacyDebug($"CHART PATH: {source.Place}\n"),
        });
        var sources = await new ValueInputs(session).ReadAsync(flags, ct);
        var values = sources.Merge(session.Generation);
        session.Hints.Values = values;
        var prepared = new ChartRenderer(session.Generation).Load(new(session.Generation, session.Log), source);
        var chart = session.Hints.Chart = prepared.Chart;
        ChartChecks.RequireInstallable(session, chart);
        ReleaseNames.Validate(session, name);
        var request = new RenderRequest
        {
            Chart = chart,
            Values = values,
            ReleaseName = name,
            Namespace = HelmSession.NamespaceOf(flags),
            IsUpgrade = flags.IsOn(HelmFlags.IsUpgrade),
            Capabilities = Capabilities,
            ValidatesSchema = !flags.IsOn(HelmFlags.SkipSchema),
            ValueQuoting = sources.HoldsSecrets ? ValueQuoting.Hidden : ValueQuoting.Shown,
            FetchSchema = new RemoteSchemas(session, ct).Fetch,
            RendersSubchartNotes = flags.IsOn(HelmFlags.SubchartNotes),
            ReadsDocuments = plugin is null,
            Clock = session.Host.Clock,
            Random = session.Host.Random,
            LocalZone = session.Host.LocalZone,
            ResolveHost = flags.IsOn(HelmFlags.EnableDns) ? HostAddresses.Find : null,
            Log = session.Log,
        };
        var rendering = prepared.Render(request, ct);
        return new(name, values, plugin is null ? rendering : await RunPluginAsync(plugin, rendering, ct))
        {
            Source = source,
            Request = request,
            ValuesFiles = sources.Files,
        };
    }

    // Helm 3 puts the time into such lines, behind the place in its source.
    private string LegacyDebug(string text)
    {
        var now = GoTime.From(session.Host.Clock.GetUtcNow(), session.Host.LocalZone());
        return $"{now.Format(Encoding.ASCII.GetBytes(GoTime.DefaultLayout))} [debug] {text}";
    }

    private async Task<RenderResult> RunPluginAsync(PostRendererPlugin plugin, RenderResult rendering, CancellationToken ct)
    {
        var files = await plugin.RunAsync(rendering.Files, ct);
        try
        {
            var (manifests, hooks) = new ManifestSorter(session.Generation, session.Log).Sort(files, ct);
            return rendering with { Files = files, Manifests = manifests, Hooks = hooks };
        }
        catch (ChartException failure)
        {
            throw new ChartException(failure.Message, failure.Code, failure) { IsFromRendering = true, Unsorted = files };
        }
    }
}
