using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Kubernetes;

/// <summary>What becomes of labels and annotations when a Secret is pushed.</summary>
internal sealed class KubernetesPushPolicy
{
    // Holds all values of the source as its author wrote them: it is never passed on.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly IReadOnlyDictionary<string, string> _annotations;
    private readonly bool _replacesSource;
    private readonly string _target;

    private KubernetesPushPolicy(StoreFields? spec)
    {
        _labels = spec?.TextMap("labels") ?? new Dictionary<string, string>();
        _annotations = spec?.TextMap("annotations") ?? new Dictionary<string, string>();
        RemoteNamespace = spec?.Text("remoteNamespace") ?? "";
        _replacesSource = (spec?.Text("sourceMergePolicy") ?? "") switch
        {
            "" or "Merge" => false,
            "Replace" => true,
            _ => throw spec!.Wrong("sourceMergePolicy", "expected Merge or Replace"),
        };
        _target = (spec?.Text("targetMergePolicy") ?? "") switch
        {
            "" or "Merge" => "Merge",
            var named and ("Replace" or "Ignore") => named,
            _ => throw spec!.Wrong("targetMergePolicy", "expected Merge, Replace or Ignore"),
        };
    }

    /// <summary>The namespace to write to; empty for that of the store.</summary>
    public string RemoteNamespace { get; }

    /// <summary>Reads it.</summary>
    /// <param name="metadata">Null for none: labels and annotations of the source are added to those of the target.</param>
    /// <exception cref="Failures.ProviderException">A field is wrong.</exception>
    public static KubernetesPushPolicy Read(MapValue? metadata) =>
        new(PushMetadata.SpecOf(metadata, KubernetesFailures.Provider));

    /// <summary>The labels and annotations of the target.</summary>
    /// <param name="push">Has those of the source.</param>
    /// <param name="held">Has those that the target has; null if it is not there.</param>
    public (SortedDictionary<string, string> Labels, SortedDictionary<string, string> Annotations) Merge(
        SecretPush push, RemoteSecret? held) =>
        (Merge(held?.Labels, push.SourceLabels, _labels), Merge(held?.Annotations, push.SourceAnnotations, _annotations));

    private SortedDictionary<string, string> Merge(
        SortedDictionary<string, string>? held, IReadOnlyDictionary<string, string> source, IReadOnlyDictionary<string, string> own)
    {
        var merged = _target == "Replace" || held is null ? new SortedDictionary<string, string>(StringComparer.Ordinal) : held;
        if (_target == "Ignore")
        {
            return merged;
        }

        foreach (var (name, value) in source.Where(_ => !_replacesSource).Concat(own))
        {
            if (name != LastApplied)
            {
                merged[name] = value;
            }
        }

        return merged;
    }
}
