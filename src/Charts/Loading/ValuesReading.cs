using System.Collections.Concurrent;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Loading;

/// <summary>Reads values.yaml files; a large one on another processor, while other files of the chart are read and parsed.</summary>
/// <param name="generation">Whose rules count.</param>
/// <param name="work">Where others add their work; a thread that waits for values does some of it.</param>
internal sealed class ValuesReading(HelmGeneration generation, ParallelPreload work)
{
    // By array: the same text is the same file.
    private readonly ConcurrentDictionary<byte[], MapValue> _read = new();

    /// <summary>Announces a file whose values will be needed.</summary>
    public void Begin(byte[] text) => work.Add(() => _read[text] = ValuesText.Read(text, generation), text.Length);

    /// <summary>The values of a file.</summary>
    /// <exception cref="ChartException">Not YAML, or no map.</exception>
    public MapValue Of(byte[] text)
    {
        work.Finish(CancellationToken.None);
        return _read.TryGetValue(text, out var values) ? values : ValuesText.Read(text, generation);
    }
}
