namespace SecretsKit.Sync.Observing;

/// <summary>
/// The recommended labels of Kubernetes that an object has, as labels of its series (spec external-secrets.md 5.1,
/// <c>--enable-extended-metric-labels</c>). What it lacks is empty.
/// </summary>
internal sealed class ObjectLabels
{
    private static readonly (string Label, string Series)[] Known =
    [
        .. ((string[])["component", "instance", "managed-by", "name", "part-of", "version"])
            .Select(part => ($"app.kubernetes.io/{part}", $"app_kubernetes_io_{part.Replace('-', '_')}")),
    ];

    /// <param name="labels">The labels of the object.</param>
    public ObjectLabels(IReadOnlyDictionary<string, string> labels) =>
        Pairs = [.. Known.Select(known => (known.Series, labels.GetValueOrDefault(known.Label, "")))];

    /// <summary>Names and values, by name.</summary>
    public (string Name, string Value)[] Pairs { get; }
}
