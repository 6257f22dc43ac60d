using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Charts.UnitTesting.Locating;
using SecretsKit.Charts.UnitTesting.Rendering;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Charts.UnitTesting.Values;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>From a test to the documents of its templates: values, rendering, post-renderer, reading (spec chart-testing.md B3).</summary>
internal sealed class TestRendering(ChartUnderTest chart, PlacedSuite placed, KubeVersionMemory versions)
{
    private readonly UnitTestRequest _request = chart.Request;
    private readonly TestSuite _suite = placed.Suite;
    private readonly TemplatePaths _paths = placed.Paths(chart.Prepared.Chart.Metadata.Name);

    /// <summary>Renders for a test.</summary>
    /// <exception cref="SecretsKitException">Something but a template fails.</exception>
    public async Task<RenderedChart> RunAsync(TestCase test, CancellationToken ct)
    {
        var request = await RequestAsync(test, ct);
        Dictionary<string, byte[]> files;
        try
        {
            files = chart.Prepared.RenderFiles(request, ct)
                .Where(file => IsTested(file.Key))
                .ToDictionary(StringComparer.Ordinal);
        }
        catch (ChartException failure)
        {
            return Failed(failure);
        }

        AddDefinitions(files);
        var hasLostNames = await PostRenderAsync(test.Settings.PostRenderer ?? _suite.Settings.PostRenderer, files, ct);
        var documents = new SortedDictionary<string, IReadOnlyList<Value>>(StringComparer.Ordinal);
        foreach (var (path, content) in files)
        {
            _request.Host.Rendered(path, content);
            documents[path] = chart.Documents.Read(path, content);
        }

        return new() { Documents = documents, HasLostNames = hasLostNames };
    }

    private async Task<RenderRequest> RequestAsync(TestCase test, CancellationToken ct)
    {
        var (suite, own) = (_suite.Settings, test.Settings);
        var name = own.Release.Name ?? suite.Release.Name;
        RequireName(name);
        var values = await ValuesAsync(own, ct);
        var host = _request.Charts;
        return new()
        {
            Chart = chart.Prepared.Chart,
            Values = values,
            ReleaseName = name ?? "RELEASE-NAME",
            Namespace = own.Release.Namespace ?? suite.Release.Namespace ?? "NAMESPACE",
            Revision = own.Release.Revision ?? suite.Release.Revision ?? 0,
            IsUpgrade = own.Release.IsUpgrade || suite.Release.IsUpgrade,
            Capabilities = versions.Of(suite, own),
            ValidatesSchema = _request.ValidatesSchema,
            FetchSchema = _request.FetchSchema,
            ValueQuoting = chart.HoldsSecrets ? ValueQuoting.Hidden : ValueQuoting.Shown,
            ReadsDocuments = false,
            Clock = host.Clock,
            Random = host.Random,
            Zones = host.Zones,
            Log = host.Log,
            Lookup = suite.Cluster is null && own.Cluster is null
                ? null
                : new FakeCluster(new[] { suite.Cluster, own.Cluster }.OfType<ClusterSettings>()).Lookup,
            Variation = new()
            {
                Executes = path => IsDefinitions(path) || _paths.IsSelected(_suite, path),
                Metadata = metadata => metadata with
                {
                    Version = own.ChartVersion ?? suite.ChartVersion ?? metadata.Version,
                    AppVersion = own.AppVersion ?? suite.AppVersion ?? metadata.AppVersion,
                },
            },
        };
    }

    // Defaults of the chart, files of the suite, of the command line and of the test, then what both set.
    private async Task<MapValue> ValuesAsync(TestSettings test, CancellationToken ct)
    {
        var values = new MapValue();
        foreach (var name in _suite.Settings.ValuesFiles)
        {
            values = ValueMerge.Merge(values, await chart.ValuesOfAsync(PathOf(name), name, ct));
        }

        foreach (var path in ValuesFiles.OfCommandLine(_request, placed.File))
        {
            values = ValueMerge.Merge(values, await chart.ValuesOfAsync(path, path, ct));
        }

        foreach (var name in test.ValuesFiles)
        {
            values = ValueMerge.Merge(values, await chart.ValuesOfAsync(PathOf(name), name, ct));
        }

        values = ValueMerge.Merge(values, SetValues.Of(_suite.Settings.Set));
        values = ValueMerge.Merge(values, SetValues.Of(test.Set));
        return SubchartValues.Place(values, placed.Route);
    }

    private string PathOf(string name) => name.StartsWith('/') ? name : CleanPath.Of($"{Path.GetDirectoryName(placed.File)}/{name}");

    private static void RequireName(string? name)
    {
        if (name is { Length: > 0 } && !Releases.ReleaseName.IsValid(name))
        {
            throw new ChartException(
                @"invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length "
                + "must not be longer than 53");
        }
    }

    // A failure in a template that the suite does not select, such as one of helpers, is about all that it selects.
    private RenderedChart Failed(ChartException failure)
    {
        var failed = FailedTemplate.Of(failure);
        var documents = new SortedDictionary<string, IReadOnlyList<Value>>(StringComparer.Ordinal);
        var path = failed.Path is { } named && IsTested(named) ? named : null;
        foreach (var one in path is not null ? [path] : Selected())
        {
            documents[one] = [];
        }

        return new()
        {
            Documents = documents,
            Error = failure.Message,
            Failure = failed.Message,
            ShownFailure = failed.Shown(_request.Host.Mask),
            FailedPath = path,
            IsAboutValues = failed.Path is null,
        };
    }

    private IEnumerable<string> Selected()
    {
        var all = new List<string>();
        AddTemplates(all, chart.Prepared.Chart, chart.Prepared.Chart.Metadata.Name);
        return all.Where(IsTested);
    }

    private static void AddTemplates(List<string> all, Chart chart, string path)
    {
        all.AddRange(chart.Templates.Select(file => $"{path}/{file.Name}").Where(path => !PartialTemplate.Is(path)));
        foreach (var child in chart.Dependencies)
        {
            AddTemplates(all, child, $"{path}/charts/{child.Metadata.Name}");
        }
    }

    // Files of definitions are executed, too, since they may check values; they are tested where the suite names them.
    private bool IsTested(string path) => !PartialTemplate.Is(path)
        && _paths.IsSelected(_suite, path)
        && (!IsDefinitions(path) || _paths.IsNamed(_suite, path));

    private static bool IsDefinitions(string path) => path.EndsWith(".tpl", StringComparison.Ordinal);

    private void AddDefinitions(Dictionary<string, byte[]> files)
    {
        if (!_suite.IncludesCrds)
        {
            return;
        }

        foreach (var file in chart.Prepared.Chart.OwnCrdFiles)
        {
            var path = $"{chart.Prepared.Chart.Metadata.Name}/{file.Name}";
            if (_paths.IsSelected(_suite, path))
            {
                files[path] = file.Data;
            }
        }
    }

    private async Task<bool> PostRenderAsync(
        PostRendererSettings? renderer, Dictionary<string, byte[]> files, CancellationToken ct)
    {
        if (renderer is null)
        {
            return false;
        }

        var manifests = files.Where(file => !file.Key.EndsWith(".txt", StringComparison.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .ToList();
        var output = await _request.Host.PostRenderAsync(renderer.Program, renderer.Arguments, PostRenderedFiles.Join(manifests), ct);
        manifests.ForEach(file => files.Remove(file.Key));
        if (PostRenderedFiles.Split(output) is not { } changed)
        {
            files[PostRenderedFiles.LostNames] = output;
            return true;
        }

        foreach (var (path, content) in changed)
        {
            files[path] = content;
        }

        return false;
    }
}
