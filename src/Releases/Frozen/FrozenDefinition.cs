using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;

namespace SecretsKit.Releases.Frozen;

/// <summary>A file of a chart's <c>crds/</c> that is installed first, and the states of its definitions that were reviewed.</summary>
public sealed class FrozenDefinition
{
    internal FrozenDefinition(ChartFile file, IReadOnlyList<(ResourceRef Reference, ReviewedState Reviewed)> definitions) =>
        (File, Definitions) = (file, definitions);

    /// <summary>The file.</summary>
    public ChartFile File { get; }

    internal IReadOnlyList<(ResourceRef Reference, ReviewedState Reviewed)> Definitions { get; }

    /// <summary>Its name.</summary>
    public override string ToString() => File.Name;
}
