using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Charts.UnitTesting.Snapshots;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>
/// Runs the tests of one suite, one after another: the numbers of snapshots and the cluster's version depend on the order.
/// </summary>
internal sealed class SuiteRun(ChartUnderTest chart, PlacedSuite placed, KubeVersionMemory versions)
{
    /// <summary>The version of the reference whose suites these are.</summary>
    public const string ReferenceVersion = "1.1.0";

    private readonly TestSuite _suite = placed.Suite;
    private readonly TimeProvider _clock = chart.Request.Charts.Clock;

    /// <summary>Runs them.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task<SuiteResult> RunAsync(CancellationToken ct)
    {
        var result = new SuiteResult(_suite.Name, placed.File) { Began = _clock.GetUtcNow() };
        var began = _clock.GetTimestamp();
        if (IsSkipped())
        {
            return result with { Tests = [.. _suite.Tests.Select(test => new TestResult(test.Name, TestOutcome.Skipped))] };
        }

        try
        {
            var snapshots = new SuiteSnapshots(
                chart.Request.Charts.Environment,
                SnapshotFile.PathOf(placed.File, _suite.SnapshotId),
                chart.Request.UpdatesSnapshots);
            var tests = await RunTestsAsync(snapshots, ct);
            snapshots.Store([.. _suite.Tests.Select(test => test.Name)]);
            return result with
            {
                Tests = tests,
                Snapshots = snapshots.Compared,
                FailedSnapshots = snapshots.Failed,
                Duration = _clock.GetElapsedTime(began),
            };
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return new SuiteResult("", placed.File) { Error = failure.Message, Began = result.Began };
        }
    }

    private async Task<List<TestResult>> RunTestsAsync(SuiteSnapshots snapshots, CancellationToken ct)
    {
        var tests = new List<TestResult>();
        foreach (var test in _suite.Tests)
        {
            ct.ThrowIfCancellationRequested();
            var began = _clock.GetTimestamp();
            var result = test.SkipReason is null
                ? await RunTestAsync(test, snapshots, ct)
                : new(test.Name, TestOutcome.Skipped);
            tests.Add(result with { Duration = _clock.GetElapsedTime(began) });
            if (chart.Request.FailsFast && result.Outcome is TestOutcome.Failed or TestOutcome.Errored)
            {
                break;
            }
        }

        return tests;
    }

    private async Task<TestResult> RunTestAsync(TestCase test, SuiteSnapshots snapshots, CancellationToken ct)
    {
        try
        {
            var rendered = await new TestRendering(chart, placed, versions).RunAsync(test, ct);
            if (rendered.Error is not null && !test.Assertions.Any(one => one.Check.IsAboutFailures && !one.IsNegated))
            {
                return new(test.Name, TestOutcome.Errored) { Error = rendered.Error };
            }

            var run = new AssertionRun(
                _suite,
                test,
                placed.Paths(chart.Prepared.Chart.Metadata.Name),
                rendered,
                snapshots.Of(test.Name),
                chart.Request.Host.Mask)
            {
                FailsFast = chart.Request.FailsFast,
            };
            var results = new List<AssertionResult>();
            for (var at = 0; at < test.Assertions.Count && !(chart.Request.FailsFast && results.Exists(one => !one.Passed)); at++)
            {
                results.Add(run.Run(at));
            }

            var passes = results.TrueForAll(one => one.Passed);
            if (results.Count == test.Assertions.Count)
            {
                snapshots.Complete(test.Name);
            }

            return !passes && rendered.IsAboutValues
                ? new(test.Name, TestOutcome.Errored) { Error = rendered.Error }
                : new(test.Name, passes ? TestOutcome.Passed : TestOutcome.Failed) { Assertions = results };
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return new(test.Name, TestOutcome.Errored) { Error = failure.Message };
        }
    }

    private bool IsSkipped() => _suite.SkipReason is not null
        || (SemanticVersion.TryParse(_suite.MinimumVersion, SemanticVersionStyle.Loose, out var least)
            && SemanticVersion.TryParse(ReferenceVersion, SemanticVersionStyle.Loose, out var own)
            && own.CompareTo(least) < 0);
}
