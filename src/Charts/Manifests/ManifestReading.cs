using System.Collections.Concurrent;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Manifests;

/// <summary>Reads rendered files as documents; those of a large rendering on another processor, while others are still rendered.</summary>
internal sealed class ManifestReading
{
    private readonly HelmGeneration _generation;
    private readonly ConcurrentDictionary<string, List<Manifest>> _read = new(StringComparer.Ordinal);
    private readonly WorkAhead<(string Path, byte[] Text)> _work;

    public ManifestReading(HelmGeneration generation)
    {
        _generation = generation;
        _work = new(file => _read[file.Path] = Read(file.Path, file.Text));
    }

    /// <summary>Tells of a file that will be read.</summary>
    public void Begin(string path, byte[] text) => _work.Add((path, text), text.Length);

    /// <summary>Waits for all that were told of.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public void Finish(CancellationToken cancellationToken) => _work.Finish(cancellationToken);

    /// <summary>The documents of a file.</summary>
    /// <exception cref="ChartException">A document is no YAML map.</exception>
    public List<Manifest> Of(string path, byte[] text) => _read.TryGetValue(path, out var manifests) ? manifests : Read(path, text);

    private List<Manifest> Read(string path, byte[] text) =>
        DocumentSplitter.Split(text, _generation).ConvertAll(document => new Manifest(path, document, ManifestHead.Read(document, path, _generation)));
}
