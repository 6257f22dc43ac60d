namespace SecretsKit.Templating.Functions;

/// <summary>Where the dialects of the Sprig functions differ.</summary>
public sealed record SprigOptions
{
    /// <summary>
    /// Helm 3.19 instead of Helm 4.2: no <c>mustToToml</c>, positional floats in TOML, plainer texts of some errors. False by default.
    /// </summary>
    public bool Helm3 { get; init; }
}
