using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.SopsSecrets;

/// <summary>One row of <c>spec.data</c>.</summary>
/// <param name="SecretKey">The key of the Secret.</param>
/// <param name="Path">Where the value is in the document: a key at its top, or a path such as <c>db.password</c>.</param>
internal sealed record SopsRow(string SecretKey, string Path);

/// <summary>
/// A SOPS document in a custom resource, which becomes a Secret of its namespace. The agent decrypts it with its own keys for that
/// namespace, or with keys of a Secret beside it.
/// </summary>
internal sealed class SopsSecret
{
    public const string Kind = "SopsSecret";
    public const string Group = "secretskit.io";
    public const string ApiVersion = "secretskit.io/v1alpha1";

    private readonly MapValue _spec;
    private readonly MapValue _target;

    /// <param name="tree">The object. Lent.</param>
    public SopsSecret(MapValue tree)
    {
        Tree = tree;
        Head = new(tree);
        _spec = tree.Child("spec") ?? new MapValue();
        _target = _spec.Child("target") ?? new MapValue();
        var status = tree.Child("status") ?? new MapValue();
        Status = SyncStatus.Read(status);
        SyncedGeneration = status.Integer("observedGeneration") ?? 0;
    }

    public MapValue Tree { get; }

    public ObjectHead Head { get; }

    /// <summary>Its conditions; other parts of it are empty.</summary>
    public SyncStatus Status { get; }

    /// <summary>The state of the object that the status is about.</summary>
    public long SyncedGeneration { get; }

    /// <summary>The text of the document.</summary>
    public string Document => _spec.Text("document");

    /// <summary>Its format, or null for one that is none.</summary>
    public DocumentFormat? Format => _spec.Text("format") is { Length: > 0 } name ? DocumentFormats.OfName(name) : DocumentFormat.Yaml;

    /// <summary>Which values become which keys; none for all values at the top of the document.</summary>
    public IReadOnlyList<SopsRow> Data =>
        [.. _spec.Children("data").Select(row => new SopsRow(row.Text("secretKey"), row.Text("path")))];

    /// <summary>The Secret of its namespace that holds the keys; empty for the keys of the agent.</summary>
    public string KeysSecret => _spec.Child("keys")?.Child("secretRef")?.Text("name") ?? "";

    /// <summary>The name of the Secret that it becomes.</summary>
    public string TargetName => _target.Text("name", Head.Name);

    /// <summary>The type of that Secret; empty for <c>Opaque</c>.</summary>
    public string TargetType => _target.Text("type");

    public IReadOnlyDictionary<string, string> TargetLabels => _target.TextMap("labels");

    public IReadOnlyDictionary<string, string> TargetAnnotations => _target.TextMap("annotations");

    /// <summary>Whether the Secret stays when the object is deleted.</summary>
    public bool LeavesSecret => _target.Text("creationPolicy") == "Orphan";
}
