using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Releases.Definitions;

/// <summary>What an update would make of one CustomResourceDefinition. Never changed.</summary>
public sealed class DefinitionChange
{
    internal DefinitionChange(ResourceRef reference, MapValue manifest, MapValue? live) =>
        (Reference, Manifest, Live) = (reference, manifest, live);

    /// <summary>The definition's name, such as <c>widgets.example.com</c>.</summary>
    public string Name => Reference.Name;

    /// <summary>The file of the chart that it is in.</summary>
    public required string File { get; init; }

    /// <summary>What happens to it: added or changed; null if it is as the chart has it.</summary>
    public ChangeKind? Kind { get; init; }

    /// <summary>
    /// All lines of what is there and what would be there, as YAML: names, labels, annotations and the specification. Empty if nothing
    /// changes.
    /// </summary>
    public IReadOnlyList<ComparedLine> Lines { get; init; } = [];

    /// <summary>Why it must not be updated. Default: it may be.</summary>
    public IReadOnlyList<DefinitionCause> Refusals { get; init; } = [];

    internal ResourceRef Reference { get; }

    // As the chart has it.
    internal MapValue Manifest { get; }

    // As the server has it; null if it does not.
    internal MapValue? Live { get; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
