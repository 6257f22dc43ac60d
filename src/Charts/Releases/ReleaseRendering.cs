using System.Text;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Inputs;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform.Network;

namespace SecretsKit.Charts.Releases;

/// <summary>
/// The way from a reference to a chart and the names of values files to a rendered release (spec helm.md 4.8, 8).
/// </summary>
/// <param name="host">Files, network, clock.</param>
/// <param name="inputs">Reads values.</param>
public sealed class ReleaseRendering(ChartHost host, ValueInputs inputs)
{
    /// <summary>Changes rendered files before their documents are read (Helm 4's post-renderers); null, the default, for nothing.</summary>
    public PostRendering? PostRender { get; init; }

    /// <summary>Receives the user's values once they are read, and the chart once it is loaded: for those who explain a failure.</summary>
    public Action<MapValue, Chart?>? Progress { get; init; }

    /// <summary>Whether it is noted when files of the chart were changed, as records want it. Default no.</summary>
    public bool ReadsFileTimes { get; init; }

    /// <summary>
    /// Completes the request once chart and values are read and before anything is rendered: what the cluster can do, what an earlier
    /// revision says. The chart may be another one then. Null, the default, for the request as it is.
    /// </summary>
    public RequestCompletion? Complete { get; init; }

    /// <summary>Reads, checks and renders.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">Anything on the way fails; the message is Helm's.</exception>
    public async Task<RenderedRelease> RunAsync(ReleaseRequest release, CancellationToken ct)
    {
        var version = release.Chart.Version;
        host.Log.Write(new(NoticeLevel.Debug, "Original chart version", ("version", version))
        {
            LegacySource = "install.go:225",
            LegacyText = LegacyDebug($"Original chart version: {GoQuote.Format(version)}"),
        });
        var source = await ChartLocator.LocateAsync(host, release.Chart, ct);
        host.Log.Write(new(NoticeLevel.Debug, "Chart path", ("path", source.Place))
        {
            LegacySource = "install.go:242",
            LegacyText = LegacyDebug($"CHART PATH: {source.Place}\n"),
        });
        var sources = await inputs.ReadAsync(release.Values, ct);
        var values = sources.Merge(host.Generation);
        Progress?.Invoke(values, null);
        var loader = new ChartLoader(host.Generation, host.Log) { Heap = host.Heap, ReadsFileTimes = ReadsFileTimes };
        var prepared = new ChartRenderer(host.Generation).Load(loader, source);
        var chart = prepared.Chart;
        Progress?.Invoke(values, chart);
        ChartChecks.RequireInstallable(host.Generation, host.Log, chart);
        var request = new RenderRequest
        {
            Chart = chart,
            Values = values,
            ReleaseName = release.Name,
            Namespace = release.Namespace,
            IsUpgrade = release.IsUpgrade,
            Capabilities = release.Capabilities,
            ValidatesSchema = release.ValidatesSchema,
            ValueQuoting = sources.HoldsSecrets ? ValueQuoting.Hidden : ValueQuoting.Shown,
            FetchSchema = new RemoteSchemas(host, ct).Fetch,
            RendersSubchartNotes = release.RendersSubchartNotes,
            ReadsDocuments = PostRender is null,
            Clock = host.Clock,
            Random = host.Random,
            Zones = host.Zones,
            ResolveHost = release.LooksUpHosts ? HostAddresses.Find : null,
            Log = host.Log,
        };
        request = Complete is null ? request : await Complete(request, ct);
        ReleaseName.Validate(host.Generation, host.Log, release.Name);
        prepared = ReferenceEquals(request.Chart, chart) ? prepared : new ChartRenderer(host.Generation).Prepare(request.Chart);
        var rendering = prepared.Render(request, ct);
        return new(release.Name, request.Values, PostRender is null ? rendering : await PostRenderAsync(PostRender, rendering, ct))
        {
            Source = source,
            Request = request,
            Sources = sources,
        };
    }

    // Helm 3 puts the time into such lines, behind the place in its source.
    private string LegacyDebug(string text)
    {
        var now = GoTime.From(host.Clock.GetUtcNow(), host.Zones.Local);
        return $"{Encoding.UTF8.GetString(now.Format(Encoding.ASCII.GetBytes(GoTime.DefaultLayout)))} [debug] {text}";
    }

    private async Task<RenderResult> PostRenderAsync(
        PostRendering postRender,
        RenderResult rendering,
        CancellationToken ct)
    {
        var files = await postRender(rendering.Files, ct);
        try
        {
            var (manifests, hooks) = new ManifestSorter(host.Generation, host.Log).Sort(files, ct);
            return rendering with { Files = files, Manifests = manifests, Hooks = hooks };
        }
        catch (ChartException failure)
        {
            throw new ChartException(failure.Message, failure.Code, failure) { IsFromRendering = true, Unsorted = files };
        }
    }
}
