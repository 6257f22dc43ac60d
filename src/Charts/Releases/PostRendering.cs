namespace SecretsKit.Charts.Releases;

/// <summary>Changes rendered files before their documents are read.</summary>
/// <param name="files">The text of each file by its path; not changed.</param>
/// <param name="cancellationToken">Ends it early.</param>
/// <returns>The files to go on with.</returns>
public delegate Task<IReadOnlyDictionary<string, byte[]>> PostRendering(
    IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken);
