using SecretsKit.Charts.Model;
using SecretsKit.Platform.Memory;

namespace SecretsKit.Charts.Loading;

/// <summary>What the charts of one load share: the root and all inside it.</summary>
internal sealed class Loading
{
    /// <summary>Begins.</summary>
    /// <param name="generation">Whose rules count.</param>
    /// <param name="heap">Learns how much is loaded; null if no one wants to know.</param>
    public Loading(HelmGeneration generation, HeapReserve? heap)
    {
        Allowance = new(heap);
        Values = new(generation, Work);
    }

    /// <summary>What all may cost.</summary>
    public LoadingBudget Allowance { get; }

    /// <summary>What is done on other processors.</summary>
    public ParallelPreload Work { get; } = new();

    /// <summary>Reads their values.</summary>
    public ValuesReading Values { get; }
}
