using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>
/// Renders a chart again with one thing as it was at the last revision, and says which fields that changes. Random texts and times are the
/// same in all of these renderings but one.
/// </summary>
internal sealed class RenderingTrials
{
    // Renderings until the search ends with what it has found.
    private const int MaxRenderings = 200;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OtherTime = TimeSpan.FromDays(400);

    private readonly HelmGeneration _generation;
    private readonly RenderRequest _request;
    private readonly DiffManifest _manifests;
    private readonly PreparedChart _prepared;
    private readonly IReadOnlyDictionary<string, DiffObject> _baseline;
    private readonly DateTimeOffset _moment;
    private readonly long _start;
    private int _renderings;

    /// <summary>Renders as it is now.</summary>
    /// <param name="request">What was rendered for the upgrade.</param>
    /// <param name="generation">Whose rules count.</param>
    /// <param name="manifests">Reads objects.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It cannot be rendered.</exception>
    public RenderingTrials(RenderRequest request, HelmGeneration generation, DiffManifest manifests, CancellationToken ct)
    {
        _generation = generation;
        _request = request with { Log = Charts.Logging.SilentChartLog.Instance, ReadsDocuments = true };
        _manifests = manifests;
        (_moment, _start) = (request.Clock.GetUtcNow(), request.Clock.GetTimestamp());
        _prepared = new ChartRenderer(generation).Prepare(request.Chart);
        _baseline = Render(_prepared, _request, 0, ct);
    }

    /// <summary>Whether too many renderings, or too much time, went into it already.</summary>
    public bool IsExhausted => _renderings >= MaxRenderings || _request.Clock.GetElapsedTime(_start) > MaxTime;

    /// <summary>With other random texts at another time.</summary>
    public FieldEffects OfOtherRandom(CancellationToken ct) =>
        FieldEffects.Of(_baseline, Render(_prepared, _request with { Clock = new FixedClock(_moment + OtherTime) }, 1, ct));

    /// <summary>With values as they were.</summary>
    /// <returns>Null if it cannot be rendered so.</returns>
    public FieldEffects? OfValues(IEnumerable<ValueChange> changes, CancellationToken ct)
    {
        var values = ValueMerge.DeepCopy(_request.Values);
        foreach (var change in changes)
        {
            change.UndoIn(values);
        }

        return Try(_prepared, _request with { Values = values, ValidatesSchema = false }, ct);
    }

    /// <summary>With the versions that the chart had.</summary>
    public FieldEffects? OfVersions(string version, string appVersion, CancellationToken ct)
    {
        var chart = _request.Chart with { Metadata = _request.Chart.Metadata with { Version = version, AppVersion = appVersion } };
        return Try(new ChartRenderer(_generation).Prepare(chart), _request with { Chart = chart }, ct);
    }

    /// <summary>With the number that the last revision had.</summary>
    public FieldEffects? OfRevision(int revision, CancellationToken ct) =>
        Try(_prepared, _request with { Revision = revision, IsUpgrade = revision > 1 }, ct);

    private FieldEffects? Try(PreparedChart chart, RenderRequest request, CancellationToken ct)
    {
        try
        {
            return FieldEffects.Of(_baseline, Render(chart, request, 0, ct));
        }
        catch (SecretsKitException)
        {
            // Such as a value that is required now and was not there: nothing is learned.
            return null;
        }
    }

    private IReadOnlyDictionary<string, DiffObject> Render(PreparedChart chart, RenderRequest request, int seed, CancellationToken ct)
    {
        _renderings++;
        var clock = request.Clock is FixedClock ? request.Clock : new FixedClock(_moment);
        return _manifests.Read(
            DiffManifest.TextOf(chart.Render(request with { Random = new SeededRandom(seed).Fill, Clock = clock }, ct)));
    }
}
