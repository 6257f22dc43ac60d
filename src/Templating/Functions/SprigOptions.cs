namespace SecretsKit.Templating.Functions;

/// <summary>Where the dialects of the Sprig functions differ.</summary>
public sealed record SprigOptions
{
    /// <summary>Helm 3.19 instead of Helm 4.2: no <c>mustToToml</c>, positional floats in TOML, plainer texts of some errors. False by default.</summary>
    public bool Helm3 { get; init; }

    /// <summary>
    /// Finds the addresses of a host for <c>getHostByName</c>; null, the default, answers with the empty string, since a rendering must not
    /// depend on the network unless asked to.
    /// </summary>
    public Func<string, IReadOnlyList<string>>? ResolveHost { get; init; }
}
