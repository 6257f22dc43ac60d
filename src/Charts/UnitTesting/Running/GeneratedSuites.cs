using System.Globalization;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>Suites that a folder of the chart renders to, which is a chart itself (spec chart-testing.md B7).</summary>
internal sealed class GeneratedSuites(UnitTestRequest request, ChartUnderTest chart)
{
    /// <summary>The suites; none where there is no such folder.</summary>
    /// <param name="folder">The chart's.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It is no chart, does not render, or not to suites.</exception>
    public async Task<IReadOnlyList<PlacedSuite>> ReadAsync(string folder, CancellationToken ct)
    {
        var path = CleanPath.Of($"{folder}/{request.ChartTestsPath}");
        var full = request.Charts.Environment.ResolvePath(path);
        if (request.ChartTestsPath.Length == 0 || !Directory.Exists(full))
        {
            return [];
        }

        if (!File.Exists(Path.Combine(full, "Chart.yaml")))
        {
            throw new ChartException($"stat {path}/Chart.yaml: no such file or directory");
        }

        var host = request.Charts;
        var loaded = new ChartRenderer(host.Generation).Prepare(new ChartLoader(host.Generation, host.Log) { Heap = host.Heap }.Load(full));
        var files = loaded.RenderFiles(await RequestAsync(loaded.Chart, path, ct), ct);
        var suites = new List<PlacedSuite>();
        foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (!name.EndsWith(".tpl", StringComparison.Ordinal) && !name.EndsWith(".txt", StringComparison.Ordinal))
            {
                Add(suites, name, $"{path}/{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}", content);
            }
        }

        return suites;
    }

    private void Add(List<PlacedSuite> suites, string template, string file, byte[] content)
    {
        if (Encoding.UTF8.GetString(content) is var text && string.IsNullOrWhiteSpace(text))
        {
            throw new SuiteException($"test suite template ({template}) file did not render a manifest");
        }

        var read = new SuiteReader(request.IsStrict).Read(content);
        for (var at = 0; at < read.Count; at++)
        {
            if (read[at].Name.Length == 0)
            {
                throw new SuiteException($"{file}: suite {at + 1} has no name: give it one with `suite:`");
            }

            var id = read[at].SnapshotId is { Length: > 0 } own ? own : at.ToString(CultureInfo.InvariantCulture);
            suites.Add(new(read[at] with { SnapshotId = id }, file, []));
        }
    }

    private async Task<RenderRequest> RequestAsync(Chart tests, string path, CancellationToken ct)
    {
        var values = new MapValue();
        foreach (var file in ValuesFiles.OfCommandLine(request, path + "/values.yaml"))
        {
            values = ValueMerge.Merge(values, await chart.ValuesOfAsync(file, file, ct));
        }

        var host = request.Charts;
        return new()
        {
            Chart = tests,
            Values = values,
            ReleaseName = "RELEASE-NAME",
            Namespace = "NAMESPACE",
            Revision = 0,
            ValidatesSchema = request.ValidatesSchema,
            FetchSchema = request.FetchSchema,
            ReadsDocuments = false,
            Clock = host.Clock,
            Random = host.Random,
            Zones = host.Zones,
            Log = host.Log,
            Variation = new(),
        };
    }
}
