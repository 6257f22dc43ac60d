using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading;

/// <summary>What the charts of one load share: the root and all inside it.</summary>
internal sealed class Loading
{
    /// <summary>Begins.</summary>
    /// <param name="generation">Whose rules count.</param>
    public Loading(HelmGeneration generation) => Values = new(generation, Work);

    /// <summary>What all may cost.</summary>
    public LoadingBudget Allowance { get; } = new();

    /// <summary>What is done on other processors.</summary>
    public ParallelPreload Work { get; } = new();

    /// <summary>Reads their values.</summary>
    public ValuesReading Values { get; }
}
