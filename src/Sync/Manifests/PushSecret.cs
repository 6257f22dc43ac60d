using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>Which keys of which Secret go to which stores (spec external-secrets.md 4.2).</summary>
internal sealed class PushSecret
{
    public const string Kind = "PushSecret";
    public const string ApiVersion = "external-secrets.io/v1alpha1";

    private readonly MapValue _spec;

    /// <param name="tree">The object. Lent.</param>
    public PushSecret(MapValue tree)
    {
        Tree = tree;
        Head = new(tree);
        _spec = tree.Child("spec") ?? new MapValue();
        Status = PushStatus.Read(tree.Child("status"));
    }

    public MapValue Tree { get; }

    public ObjectHead Head { get; }

    public PushStatus Status { get; }

    public IReadOnlyList<PushStoreRef> Stores => field ??= [.. _spec.Children("secretStoreRefs").Select(PushStoreRef.Read)];

    public IReadOnlyList<PushRow> Data => field ??= [.. _spec.Children("data").Select(PushRow.Read)];

    public IReadOnlyList<PushRule> DataTo => field ??= [.. _spec.Children("dataTo").Select(PushRule.Read)];

    /// <summary>Whether secrets that are there already stay as they are.</summary>
    public bool KeepsExisting => _spec.Text("updatePolicy") == "IfNotExists";

    /// <summary>Whether what was written and is no longer named is deleted at the provider.</summary>
    public bool DeletesRemote => _spec.Text("deletionPolicy") == "Delete";

    /// <summary>The Secret that is written; empty if it is chosen otherwise.</summary>
    public string SecretName => _spec.Child("selector")?.Child("secret")?.Text("name") ?? "";

    /// <summary>Labels of the Secrets that are written, or null.</summary>
    public MapValue? SecretLabels => _spec.Child("selector")?.Child("secret")?.Child("selector");

    /// <summary>The generator whose values are written, or null.</summary>
    public GeneratorRef? Generator => _spec.Child("selector")?.Child("generatorRef") is { } map ? GeneratorRef.Read(map) : null;

    public TemplateSpec? Template => _spec.Child("template") is { } template ? TemplateSpec.Read(template) : null;

    /// <summary>The time between writes; zero or less for never again. An hour if it is missing or no duration.</summary>
    public TimeSpan Interval => _spec.Interval("refreshInterval");

    /// <summary>The interval as it is written; empty if it is missing.</summary>
    public string IntervalText => _spec.Text("refreshInterval");
}
