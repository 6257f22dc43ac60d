using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>
/// Runs the unit tests of charts: suites of assertions about what templates render to (spec chart-testing.md B). Not for several threads.
/// </summary>
/// <param name="request">How.</param>
public sealed class ChartTester(UnitTestRequest request)
{
    private readonly KubeVersionMemory _versions = new();

    /// <summary>Runs the suites of a chart. Where one of them cannot be read, none runs.</summary>
    /// <param name="path">The chart's folder or archive, relative to the working directory or absolute.</param>
    /// <param name="ct">Looked at between tests, and in renderings.</param>
    /// <returns>What came of it; failures are data.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task<ChartTestResult> RunAsync(string path, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(path);
        var result = new ChartTestResult(path, "");
        try
        {
            var chart = new ChartUnderTest(request, Load(path));
            result = result with { Name = chart.Prepared.Chart.Metadata.Name };
            var (suites, failed) = await SuitesAsync(chart, path, ct);
            if (failed is not null)
            {
                return result with { Error = failed.Error, Suites = [failed] };
            }

            var results = new List<SuiteResult>();
            foreach (var suite in suites)
            {
                results.Add(await new SuiteRun(chart, suite, _versions).RunAsync(ct));
                if (request.FailsFast && !results[^1].Passed)
                {
                    break;
                }
            }

            return result with { Suites = results };
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return result with { Error = failure.Message };
        }
    }

    private PreparedChart Load(string path)
    {
        var full = request.Charts.Environment.ResolvePath(path);
        if (!File.Exists(full) && !Directory.Exists(full))
        {
            throw new ChartException($"stat {path}: no such file or directory") { Cause = new ChartCause(ChartFault.NotFound, path) };
        }

        var generation = request.Charts.Generation;
        var loader = new ChartLoader(generation, request.Charts.Log) { Heap = request.Charts.Heap };
        return new ChartRenderer(generation).Load(loader, new(request.Charts.Environment.CleanPath(path)));
    }

    private async Task<(List<PlacedSuite> Suites, SuiteResult? Failed)> SuitesAsync(ChartUnderTest chart, string path, CancellationToken ct)
    {
        var files = new SuiteFiles(request);
        var suites = files.Read(path, [], out var failed).ToList();
        if (failed is null && request.TestsSubcharts)
        {
            foreach (var (folder, route) in await new SubchartRoutes(request, chart).FindAsync(path, ct))
            {
                suites.AddRange(files.Read(folder, route, out failed));
                if (failed is not null)
                {
                    break;
                }
            }
        }

        if (failed is null)
        {
            suites.AddRange(await new GeneratedSuites(request, chart).ReadAsync(path, ct));
        }

        return (suites, failed);
    }
}
