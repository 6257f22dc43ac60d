using System.Collections.Concurrent;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Manifests;

/// <summary>Reads rendered files as documents; those of a large rendering on another processor, while others are still rendered.</summary>
/// <param name="generation">Whose rules count.</param>
internal sealed class ManifestReading(HelmGeneration generation)
{
    private readonly ConcurrentDictionary<string, List<Manifest>> _read = new(StringComparer.Ordinal);
    private readonly ParallelPreload _work = new();

    /// <summary>Announces a file that will be read.</summary>
    public void Begin(string path, byte[] text) => _work.Add(() => _read[path] = Read(path, text), text.Length);

    /// <summary>Waits for all that were announced.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public void Finish(CancellationToken cancellationToken) => _work.Finish(cancellationToken);

    /// <summary>The documents of a file.</summary>
    /// <exception cref="ChartException">A document is no YAML map.</exception>
    public List<Manifest> Of(string path, byte[] text) => _read.TryGetValue(path, out var manifests) ? manifests : Read(path, text);

    private List<Manifest> Read(string path, byte[] text) =>
        DocumentSplitter.Split(text, generation)
            .ConvertAll(document => new Manifest(path, document, ManifestHead.Read(document, path, generation)));
}
