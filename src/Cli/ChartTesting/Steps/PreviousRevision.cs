using SecretsKit.Charts.ChartTesting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>The charts as they were where the target branch was left, in a worktree that disposal removes.</summary>
internal sealed class PreviousRevision(TestingContext context) : IAsyncDisposable
{
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(60);

    private string? _worktree;

    /// <summary>Checks them out and builds their dependencies; a chart for which that fails is only reported.</summary>
    /// <exception cref="SecretsKitException">There is no previous revision, or it cannot be checked out.</exception>
    public async Task CheckOutAsync(IReadOnlyList<TestedChart> charts, CancellationToken ct)
    {
        var commit = await context.Git.MergeBaseAsync(ct);
        _worktree = Directory.CreateTempSubdirectory("ct-previous-revision").FullName;
        await context.Git.AddWorktreeAsync(_worktree, commit, ct);
        var dependencies = new DependencyStep(context);
        foreach (var folder in charts.Select(chart => FolderOf(chart.Path)).OfType<string>())
        {
            if (!context.Settings.SkipHelmDependencies && !await dependencies.TryBuildAsync(folder, ct))
            {
                context.Print($"failed building dependencies for previous revision of chart {HelmWork.Quoted(Path.GetFileName(folder))}");
            }
        }
    }

    /// <summary>Where the previous revision of a chart is, or null where there is none.</summary>
    public string? FolderOf(string chart)
    {
        var folder = _worktree is null ? "" : Path.GetFullPath(chart, _worktree);
        return File.Exists(Path.Combine(folder, "Chart.yaml")) && folder.Length > 0 ? folder : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_worktree is not null)
        {
            using var time = new CancellationTokenSource(CleanUpTime, context.Host.Clock);
            await context.Git.RemoveWorktreeAsync(_worktree, time.Token);
            _worktree = null;
        }
    }
}
