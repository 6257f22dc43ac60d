namespace SecretsKit.Charts.Repositories;

/// <summary>A version of a chart as the index of a repository has it.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Urls">Where its archive is: absolute, or counted from the repository.</param>
public sealed record IndexedChart(string Version, IReadOnlyList<string> Urls);
