using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>Says who gave a value that changed, and takes secret values out.</summary>
internal sealed class ValueOrigins
{
    private readonly Release _current;
    private readonly RenderedRelease _rendered;
    private readonly IReadOnlyList<ValueLayer> _layers;
    private readonly MapValue _marked;
    private readonly HashSet<string> _secretNames;

    /// <param name="current">The last revision.</param>
    /// <param name="rendered">What is to be deployed.</param>
    /// <param name="generation">Whose rules count.</param>
    public ValueOrigins(Release current, RenderedRelease rendered, HelmGeneration generation)
    {
        (_current, _rendered) = (current, rendered);
        _layers = rendered.Sources.Layers(generation, SecretMarks.Place);
        _marked = SecretMarks.Of(rendered, generation);
        _secretNames =
        [
            .. NamedSecrets.In(rendered.Rendering.Values).Concat(NamedSecrets.In(current.Config ?? new())).Select(one => one.Name),
        ];
    }

    /// <summary>The cause that a changed value is.</summary>
    public ChangeCause Of(ValueChange change)
    {
        var isGiven = change.In(_rendered.Request.Values) is not null;
        var wasGiven = change.In(_current.Config) is not null;
        var isSecret = _secretNames.Contains(change.Name) || (change.In(_marked) is { } marked && SecretMarks.AreIn(marked));
        return new(isGiven ? CauseKind.GivenValue : wasGiven ? CauseKind.DroppedValue : CauseKind.ChartDefault, change.Name, [])
        {
            Source = isGiven ? _layers.LastOrDefault(layer => change.In(layer.Values) is not null)?.Name ?? "" : "",
            Old = isSecret || (wasGiven && !isGiven) ? null : change.Old,
            Now = isSecret ? null : change.Now,
        };
    }
}
