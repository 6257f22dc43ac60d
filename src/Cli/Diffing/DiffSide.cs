using SecretsKit.Charts.Comparison;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Inputs;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Charts.Values;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Helm.Templates;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Diffing;

/// <summary>One side of a comparison: a chart that is rendered, or manifests that are read.</summary>
internal sealed class DiffSide
{
    private readonly HelmSession _session;
    private readonly DiffRendering _rendering;
    private readonly string _place;
    private readonly PreparedChart? _chart;
    private readonly ValueSources _values;
    private readonly (ReadOnlyMemory<byte> Text, bool IsSecret)[] _manifests;

    private DiffSide(
        HelmSession session,
        DiffRendering rendering,
        string place,
        PreparedChart? chart,
        ValueSources values,
        (ReadOnlyMemory<byte> Text, bool IsSecret)[] manifests) =>
        (_session, _rendering, _place, _chart, _values, _manifests) = (session, rendering, place, chart, values, manifests);

    /// <summary>Whether it is a chart.</summary>
    public bool IsChart => _chart is not null;

    /// <summary>The chart, if it is one.</summary>
    public Chart? Chart => _chart?.Chart;

    /// <summary>Whether the last rendering drew random values or asked for the time.</summary>
    public bool Varies { get; private set; }

    /// <summary>Reads it, without rendering.</summary>
    /// <param name="session">Streams, and the index of decrypted values.</param>
    /// <param name="rendering">How charts are rendered.</param>
    /// <param name="place">A folder, a file, a URL, or <c>-</c>.</param>
    /// <param name="values">The values of a chart.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It is not there, or cannot be read.</exception>
    public static async Task<DiffSide> OpenAsync(
        HelmSession session, DiffRendering rendering, string place, ValueArguments values, CancellationToken ct)
    {
        var inputs = session.Inputs;
        if (DiffPlaces.IsChart(session.Host.Environment, place))
        {
            var source = await ChartLocator.OfAsync(session.ChartHost, place, ct);
            var chart = new ChartRenderer(session.Generation).Load(new(session.Generation, session.Log), source);
            ChartChecks.RequireInstallable(session.Generation, session.Log, chart.Chart);
            return new(session, rendering, place, chart, await inputs.ReadAsync(values, ct), []);
        }

        var manifests = new List<(ReadOnlyMemory<byte>, bool)>();
        foreach (var file in DiffPlaces.Manifests(session.Host.Environment, place))
        {
            manifests.Add(await ReadAsync(session, file, ct));
        }

        return new(session, rendering, place, null, new(), [.. manifests]);
    }

    /// <summary>The same chart, loaded and parsed already, with other values.</summary>
    /// <exception cref="SecretsKitException">The values cannot be read.</exception>
    public async Task<DiffSide> WithAsync(ValueArguments values, CancellationToken ct) =>
        new(_session, _rendering, _place, _chart, await _session.Inputs.ReadAsync(values, ct), []);

    /// <summary>Its documents.</summary>
    /// <param name="moment">The time and the random values of charts.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ChartException">The chart does not render.</exception>
    public IReadOnlyList<ManifestDocument> Documents(DiffMoment moment, CancellationToken ct)
    {
        if (_chart is not null)
        {
            return Read(Render(_chart, moment, ct));
        }

        var reader = new ManifestReader(_rendering.Namespace);
        foreach (var (text, isSecret) in _manifests)
        {
            reader.Add(text, isSecret);
        }

        return reader.Documents;
    }

    /// <summary>
    /// The documents, each with itself as it is rendered with other values in place of the secrets. Those of which that cannot be known
    /// stay as they are: manifests that were read, and charts that do not take other values.
    /// </summary>
    /// <param name="documents">As <see cref="Documents"/> gave them.</param>
    /// <param name="moment">The same.</param>
    /// <param name="ct">Ends it.</param>
    public IReadOnlyList<ManifestDocument> Paired(IReadOnlyList<ManifestDocument> documents, DiffMoment moment, CancellationToken ct)
    {
        if (_chart is null || !_values.NamesSecrets(_session.Generation))
        {
            return _chart is null ? documents : ManifestDocument.Pair(documents, documents);
        }

        try
        {
            var request = Request(_chart, new(moment.Seed), new(moment.Time), ct) with
            {
                Values = _values.Merge(_session.Generation, DecoySecrets.Of),
                ValidatesSchema = false,
                Log = SilentChartLog.Instance,
            };
            return ManifestDocument.Pair(documents, Read(_chart.Render(request, ct)));
        }
        catch (ChartException)
        {
            return documents; // Values are masked wherever they turn up, then.
        }
    }

    // A stream may hold a document that somebody else is to decrypt; a file that is one encrypted document is ours.
    private static async Task<(ReadOnlyMemory<byte> Text, bool IsSecret)> ReadAsync(HelmSession session, string file, CancellationToken ct)
    {
        var content = file == DiffPlaces.Input ? await FileReader.ReadAsync(session.Host.Input, "stdin", FileReader.DefaultLimit, ct)
            : RemoteFiles.Serves(file) ? await new RemoteFiles(session.Host.Http, session.Generation).ReadValuesAsync(file, ct)
            : await FileReader.ReadAsync(session.Host.Environment, file, ct);
        return file != DiffPlaces.Input
            && EncryptedFile.Recognize(content, FileFormat.Of(null, file)) is
                { IsEncrypted: true, Format: DocumentFormat.Yaml or DocumentFormat.Json }
            && DocumentSplitter.Split(content, session.Generation).Count == 1
            && await new EncryptedValues(session).DecryptAsync(file, content, ct) is { } decrypted
                ? (decrypted.Text(), true)
                : (content, false);
    }

    private IReadOnlyList<ManifestDocument> Read(RenderResult rendered)
    {
        var reader = new ManifestReader(_rendering.Namespace);
        foreach (var crd in _rendering.IncludesCrds ? ManifestPrinter.Crds(rendered.Chart) : [])
        {
            reader.Add(crd.Content);
        }

        reader.Add(rendered.Manifests);
        reader.Add(
            rendered.Hooks.Where(hook => _rendering.IncludesHooks && (_rendering.IncludesTests || !hook.IsTest))
                .Select(hook => hook.Manifest));
        return reader.Documents;
    }

    private RenderResult Render(PreparedChart chart, DiffMoment moment, CancellationToken ct)
    {
        var (random, clock) = (new RepeatableRandom(moment.Seed), new FixedClock(moment.Time));
        try
        {
            return chart.Render(Request(chart, random, clock, ct), ct);
        }
        catch (ChartException failure)
        {
            throw new ChartException($"{HttpUrl.Mask(_place)}: {failure.Message}", failure.Code, failure);
        }
        finally
        {
            Varies = random.WasUsed || clock.WasRead;
        }
    }

    private RenderRequest Request(PreparedChart chart, RepeatableRandom random, FixedClock clock, CancellationToken ct) => new()
    {
        Chart = chart.Chart,
        Values = _values.Merge(_session.Generation),
        ReleaseName = _rendering.ReleaseName,
        Namespace = _rendering.Namespace,
        Capabilities = Capabilities(),
        ValidatesSchema = _rendering.ValidatesSchema,
        ValueQuoting = _values.Files.Any(file => file.IsSecret) ? ValueQuoting.Hidden : ValueQuoting.Shown,
        FetchSchema = new RemoteSchemas(_session.ChartHost, ct).Fetch,
        Clock = clock,
        Random = random.Fill,
        Zones = _session.Host.Zones,
        Log = _session.Log,
    };

    private Capabilities Capabilities()
    {
        var usual = Charts.Rendering.Capabilities.Default(_session.Generation);
        var version = _rendering.KubeVersion is { Length: > 0 } text ? KubeVersion.Parse(text, _session.Generation) : usual.KubeVersion;
        return new(version, [.. usual.ApiVersions, .. _rendering.ApiVersions]);
    }
}
