using SecretsKit.Charts.Manifests;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Format;

namespace SecretsKit.Releases.Records.Model;

/// <summary>A hook of a release, with its last run. Never changed; its manifest may hold secrets, which its text does not show.</summary>
public sealed class ReleaseHook
{
    internal ReleaseHook(MapValue fields) => Fields = fields;

    /// <summary>The name of its object.</summary>
    public string Name => RecordTree.Text(Fields, "name");

    /// <summary>The kind of its object.</summary>
    public string Kind => RecordTree.Text(Fields, "kind");

    /// <summary>Of its template, from the root chart's name on.</summary>
    public string Path => RecordTree.Text(Fields, "path");

    /// <summary>The exact text of its document.</summary>
    public ByteString Manifest => RecordTree.Bytes(Fields, "manifest");

    /// <summary>When it runs, such as <c>pre-install</c>.</summary>
    public IReadOnlyList<string> Events => RecordTree.Texts(Fields, "events");

    /// <summary>Lower ones run first.</summary>
    public int Weight => RecordTree.Integer(Fields, "weight");

    /// <summary>As written in its annotation.</summary>
    public IReadOnlyList<string> DeletePolicies => RecordTree.Texts(Fields, "delete_policies");

    /// <summary>As written in its annotation.</summary>
    public IReadOnlyList<string> OutputLogPolicies => RecordTree.Texts(Fields, "output_log_policies");

    /// <summary>Its last run.</summary>
    public HookRun LastRun => HookRun.Of(Fields[new("last_run")].AsMap);

    internal MapValue Fields { get; }

    /// <summary>The hook of a rendering, which has not run.</summary>
    public static ReleaseHook Of(Hook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        var fields = new MapValue();
        fields.Set(new("name"), Value.Of(hook.Manifest.Head.Name));
        fields.Set(new("kind"), Value.Of(hook.Manifest.Head.Kind));
        fields.Set(new("path"), Value.Of(hook.Manifest.Path));
        fields.Set(new("manifest"), Value.Of(hook.Manifest.Text.Span));
        fields.Set(new("events"), Texts(hook.Events));
        fields.Set(new("weight"), Value.Int(hook.Weight));
        fields.Set(new("delete_policies"), Texts(hook.DeletePolicies));
        fields.Set(new("output_log_policies"), Texts(hook.OutputLogPolicies));
        return new(fields);
    }

    /// <summary>The hook after another run.</summary>
    public ReleaseHook With(HookRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return With("last_run", Value.Of(run.ToFields()));
    }

    /// <summary>The hook with delete policies, where its annotation names none and one counts by default.</summary>
    public ReleaseHook WithDeletePolicies(IReadOnlyList<string> policies) => With("delete_policies", Texts(policies));

    /// <summary>Name and kind.</summary>
    public override string ToString() => $"ReleaseHook({Kind} {Name})";

    private static Value Texts(IReadOnlyList<string> texts) => Value.Of(new ListValue([.. texts.Select(Value.Of)], GoType.StringSlice));

    private ReleaseHook With(string key, Value value)
    {
        var fields = Fields.ShallowCopy();
        fields.Set(new(key), value);
        return new(fields);
    }
}
