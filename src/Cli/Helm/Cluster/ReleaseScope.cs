namespace SecretsKit.Cli.Helm.Cluster;

/// <summary>Where releases are looked for.</summary>
internal enum ReleaseScope
{
    /// <summary>In the namespace of the run.</summary>
    OneNamespace,

    /// <summary>In all namespaces, which can be listed only.</summary>
    AllNamespaces,
}
