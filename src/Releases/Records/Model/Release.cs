using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Format;

namespace SecretsKit.Releases.Records.Model;

/// <summary>
/// One revision of an installed chart, as its record says. A tree with names for its fields: what this program does not know stays in it.
/// Never changed, the methods with <c>With</c> make another; safe on all threads. Values, manifest and notes may hold secrets, so its text
/// shows name and revision alone.
/// </summary>
public sealed class Release
{
    private const string Info = "info";

    internal Release(MapValue fields, IReadOnlyDictionary<string, string> labels) => (Fields, Labels) = (fields, labels);

    /// <summary>Makes a new revision.</summary>
    public Release(ReleaseParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Labels = parts.Labels;
        var info = new MapValue();
        info.Set(new("first_deployed"), RecordTree.OfTime(parts.FirstDeployed));
        info.Set(new("last_deployed"), RecordTree.OfTime(parts.LastDeployed));
        info.Set(new("description"), Value.Of(parts.Description));
        info.Set(new("status"), Value.Of(ReleaseStatusText.Of(parts.Status)));
        info.Set(new("notes"), Value.Of(parts.Notes.Span));
        Fields = new();
        Fields.Set(new("name"), Value.Of(parts.Name));
        Fields.Set(new(Info), Value.Of(info));
        Fields.Set(new("chart"), Value.Of(parts.Chart.Fields));
        Fields.Set(new("config"), parts.Config is null ? Value.Nil : Value.Of(parts.Config));
        Fields.Set(new("manifest"), Value.Of(parts.Manifest.Span));
        Fields.Set(new("hooks"), ListOf(parts.Hooks));
        Fields.Set(new("version"), Value.Int(parts.Revision));
        Fields.Set(new("namespace"), Value.Of(parts.Namespace));
        SetApplyMethod(Fields, parts.ApplyMethod);
    }

    /// <summary>The name of the release.</summary>
    public string Name => RecordTree.Text(Fields, "name");

    /// <summary>The namespace that the record names, which need not be the one that it lies in.</summary>
    public string Namespace => RecordTree.Text(Fields, "namespace");

    /// <summary>The revision, from 1.</summary>
    public int Revision => RecordTree.Integer(Fields, "version");

    /// <summary>Its state.</summary>
    public ReleaseStatus Status => ReleaseStatusText.Parse(RecordTree.Text(InfoFields, "status"));

    /// <summary>What happened, for <c>history</c>. It may quote what a server said.</summary>
    public string Description => RecordTree.Text(InfoFields, "description");

    /// <summary>The text of NOTES.txt.</summary>
    public ByteString Notes => RecordTree.Bytes(InfoFields, "notes");

    /// <summary>When the first revision was made.</summary>
    public Timestamp? FirstDeployed => RecordTree.Time(InfoFields, "first_deployed");

    /// <summary>When this revision was made.</summary>
    public Timestamp? LastDeployed => RecordTree.Time(InfoFields, "last_deployed");

    /// <summary>When its removal began; null if it did not.</summary>
    public Timestamp? Deleted => RecordTree.Time(InfoFields, "deleted");

    /// <summary>The chart; null if the record has none.</summary>
    public ReleaseChart? Chart => Fields[new("chart")].AsMap is { } chart ? new(chart) : null;

    /// <summary>The values that the user gave; null where there are none. Copied before anyone changes them.</summary>
    public MapValue? Config => Fields[new("config")].AsMap;

    /// <summary>The documents without hooks.</summary>
    public ByteString Manifest => RecordTree.Bytes(Fields, "manifest");

    /// <summary>The hooks, in the order of their kinds.</summary>
    public IReadOnlyList<ReleaseHook> Hooks => [.. RecordTree.Objects(Fields, "hooks").Select(hook => new ReleaseHook(hook))];

    /// <summary>How the objects were written.</summary>
    public ApplyMethod ApplyMethod => RecordTree.Text(Fields, "apply_method") switch
    {
        "ssa" => ApplyMethod.ServerSide,
        "csa" => ApplyMethod.ClientSide,
        _ => ApplyMethod.Unrecorded,
    };

    /// <summary>
    /// The labels of its record: those of its user and, for a record that was read, those of the system (<see cref="ReleaseLabels"/>).
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels { get; }

    internal MapValue Fields { get; }

    private MapValue InfoFields => Fields[new(Info)].AsMap ?? new();

    /// <summary>The revision in another state.</summary>
    public Release With(ReleaseStatus status) => WithInfo(("status", Value.Of(ReleaseStatusText.Of(status))));

    /// <summary>The revision in another state for another reason.</summary>
    /// <param name="status">The state.</param>
    /// <param name="description">What happened. No secret belongs into it: <c>history</c> shows it.</param>
    public Release With(ReleaseStatus status, string description) =>
        WithInfo(("status", Value.Of(ReleaseStatusText.Of(status))), ("description", Value.Of(description)));

    /// <summary>The revision with another manifest.</summary>
    public Release WithManifest(ByteString manifest) => With("manifest", Value.Of(manifest.Span));

    /// <summary>The revision with its live objects, as <c>status</c> shows it: lists of them by version and kind.</summary>
    public Release WithResources(MapValue resources) => WithInfo(("resources", Value.Of(resources)));

    /// <summary>The revision, made at another time.</summary>
    public Release WithLastDeployed(Timestamp time) => WithInfo(("last_deployed", RecordTree.OfTime(time)));

    /// <summary>The revision, the first of its release made at another time.</summary>
    public Release WithFirstDeployed(Timestamp time) => WithInfo(("first_deployed", RecordTree.OfTime(time)));

    /// <summary>The revision, whose removal began.</summary>
    public Release WithDeleted(Timestamp time) => WithInfo(("deleted", RecordTree.OfTime(time)));

    /// <summary>The revision with other hooks: those with their last runs, for instance.</summary>
    public Release WithHooks(IReadOnlyList<ReleaseHook> hooks) => With("hooks", ListOf(hooks));

    /// <summary>A new revision that brings this one back (spec helm.md 10).</summary>
    /// <param name="revision">Its number.</param>
    /// <param name="firstDeployed">When the first revision of the release was made.</param>
    /// <param name="now">When this one is.</param>
    /// <param name="method">How its objects are written.</param>
    public Release ToRollback(int revision, Timestamp? firstDeployed, Timestamp now, ApplyMethod method)
    {
        var info = new MapValue();
        info.Set(new("first_deployed"), RecordTree.OfTime(firstDeployed));
        info.Set(new("last_deployed"), RecordTree.OfTime(now));
        info.Set(new("notes"), Value.Of(Notes.Span));
        info.Set(new("status"), Value.Of(ReleaseStatusText.Of(ReleaseStatus.PendingRollback)));
        info.Set(new("description"), Value.Of($"Rollback to {Revision}"));
        var fields = Fields.ShallowCopy();
        fields.Set(new(Info), Value.Of(info));
        fields.Set(new("version"), Value.Int(revision));
        SetApplyMethod(fields, method);
        return new(fields, ReleaseLabels.Custom(Labels));
    }

    /// <summary>The revision without its chart, as <c>status</c> shows it.</summary>
    public Release WithoutChart()
    {
        var fields = Fields.ShallowCopy();
        fields.Remove(new("chart"));
        return new(fields, Labels);
    }

    /// <summary>The revision whose chart is its metadata alone, without templates and files.</summary>
    public Release WithoutChartFiles()
    {
        var head = new MapValue();
        head.Set(new("metadata"), Chart?.Fields[new("metadata")] ?? Value.Nil);
        return With("chart", Value.Of(head));
    }

    /// <summary>The revision with other labels.</summary>
    public Release WithLabels(IReadOnlyDictionary<string, string> labels) => new(Fields, labels);

    /// <summary>The revision with another way in which its objects were written.</summary>
    public Release With(ApplyMethod method)
    {
        var fields = Fields.ShallowCopy();
        SetApplyMethod(fields, method);
        return new(fields, Labels);
    }

    /// <summary>Name and revision.</summary>
    public override string ToString() => $"Release({Name}.v{Revision})";

    private static void SetApplyMethod(MapValue fields, ApplyMethod method)
    {
        if (method == ApplyMethod.Unrecorded)
        {
            fields.Remove(new("apply_method"));
        }
        else
        {
            fields.Set(new("apply_method"), Value.Of(method == ApplyMethod.ServerSide ? "ssa" : "csa"));
        }
    }

    private static Value ListOf(IReadOnlyList<ReleaseHook> hooks) =>
        hooks.Count == 0 ? Value.Nil : Value.Of(new ListValue([.. hooks.Select(hook => Value.Of(hook.Fields))]));

    private Release With(string key, Value value)
    {
        var fields = Fields.ShallowCopy();
        fields.Set(new(key), value);
        return new(fields, Labels);
    }

    private Release WithInfo(params ReadOnlySpan<(string Key, Value Value)> changes)
    {
        var info = InfoFields.ShallowCopy();
        foreach (var (key, value) in changes)
        {
            info.Set(new(key), value);
        }

        return With(Info, Value.Of(info));
    }
}
