using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>Who makes and owns the target.</summary>
internal enum CreationPolicy
{
    Owner,
    Orphan,
    Merge,
    CreateOrMerge,
    None,
}

/// <summary>What becomes of the target when the provider has no data.</summary>
internal enum DeletionPolicy
{
    Retain,
    Merge,
    Delete,
}

/// <summary>The object that a mapping writes (spec external-secrets.md 1.5).</summary>
internal sealed record TargetSpec
{
    public required string Name { get; init; }

    public CreationPolicy Creation { get; init; }

    public DeletionPolicy Deletion { get; init; }

    public bool IsImmutable { get; init; }

    public TemplateSpec? Template { get; init; }

    /// <summary>Group and version of another kind of target; empty for a Secret.</summary>
    public string ManifestApiVersion { get; init; } = "";

    public string ManifestKind { get; init; } = "";

    /// <summary>Whether the mapping names its kind, be it that of Secrets.</summary>
    public bool IsGeneric => ManifestKind.Length > 0;

    /// <summary>Whether it is a Secret.</summary>
    public bool IsSecret => !IsGeneric || (ManifestKind == "Secret" && ManifestApiVersion == "v1");

    /// <summary>Whether foreign keys of the target stay.</summary>
    public bool KeepsForeign => Creation is CreationPolicy.Merge or CreationPolicy.CreateOrMerge;

    public static TargetSpec Read(MapValue? map, string mappingName)
    {
        map ??= new();
        var manifest = map.Child("manifest");
        return new()
        {
            Name = map.Text("name", mappingName),
            Creation = Enum.TryParse<CreationPolicy>(map.Text("creationPolicy"), out var creation) ? creation : CreationPolicy.Owner,
            Deletion = Enum.TryParse<DeletionPolicy>(map.Text("deletionPolicy"), out var deletion) ? deletion : DeletionPolicy.Retain,
            IsImmutable = map.Flag("immutable"),
            Template = map.Child("template") is { } template ? TemplateSpec.Read(template) : null,
            ManifestApiVersion = manifest?.Text("apiVersion") ?? "",
            ManifestKind = manifest?.Text("kind") ?? "",
        };
    }
}
