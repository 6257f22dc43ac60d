using SecretsKit.Charts.ChartTesting;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Installs a chart, tests it and removes it.</summary>
internal sealed class InstallStep(TestingContext context) : IAsyncDisposable
{
    /// <summary>Makes ready what all charts need.</summary>
    public Task PrepareAsync(IReadOnlyList<TestedChart> charts, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Installs a chart with each of its files of values.</summary>
    public Task RunAsync(TestedChart chart, CancellationToken ct) => throw new NotImplementedException(context.ToString());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
