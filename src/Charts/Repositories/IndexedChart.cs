namespace SecretsKit.Charts.Repositories;

/// <summary>A version of a chart as the index of a repository has it.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Urls">Where its archive is: absolute, or counted from the repository.</param>
public sealed record IndexedChart(string Version, IReadOnlyList<string> Urls)
{
    /// <summary>The version of the application in it; empty if the index has none.</summary>
    public string AppVersion { get; init; } = "";

    /// <summary>
    /// The day it was made, in the zone that the index writes it in; the first of January of the year 1 if the index does not say.
    /// </summary>
    public DateOnly Created { get; init; }

    /// <summary>Whether its maintainers advise against it.</summary>
    public bool IsDeprecated { get; init; }
}
