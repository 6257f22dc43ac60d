namespace SecretsKit.Charts.Loading;

/// <summary>Where a chart is.</summary>
/// <param name="Place">An absolute path of a folder or an archive, or the URL that it was fetched from, without password.</param>
/// <param name="Archive">What was fetched, in memory; null for a chart on disk.</param>
public sealed record ChartSource(string Place, byte[]? Archive = null);
