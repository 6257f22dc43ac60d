using SecretsKit.Charts.Dependencies;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>The subcharts whose suites run: those that are unpacked below charts/ and take part with the values at hand.</summary>
internal sealed class SubchartRoutes(UnitTestRequest request, ChartUnderTest chart)
{
    private const int MostDepth = 16;

    /// <summary>Their folders as people see them, with the names that lead to them.</summary>
    /// <param name="folder">The chart's.</param>
    /// <param name="ct">Ends reading values.</param>
    public async Task<IReadOnlyList<(string Folder, IReadOnlyList<string> Route)>> FindAsync(string folder, CancellationToken ct)
    {
        var values = await ValuesAsync(folder, ct);
        var routes = new List<(string, IReadOnlyList<string>)>();
        var root = chart.Prepared.Chart;
        ResolvedChart? resolved = null;
        if (values is not null && root.Dependencies.Count > 0)
        {
            try
            {
                resolved = new DependencyProcessing(request.Charts.Generation, request.Charts.Log).Process(root, values);
            }
            catch (ChartException failure)
            {
                Warn(failure.Message);
            }
        }

        Add(routes, folder, root, resolved, []);
        return routes;
    }

    private void Add(
        List<(string, IReadOnlyList<string>)> routes, string folder, Chart above, ResolvedChart? resolved, IReadOnlyList<string> route)
    {
        var full = request.Charts.Environment.ResolvePath(folder + "/charts");
        if (route.Count >= MostDepth || !Directory.Exists(full))
        {
            return;
        }

        foreach (var name in Directory.EnumerateDirectories(full).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {
            if (above.Dependencies.FirstOrDefault(child => child.Metadata.Name == name) is not { } child)
            {
                continue;
            }

            var known = NameOf(above, name);
            var taking = resolved?.Dependencies.FirstOrDefault(one => one.Name == known);
            if (resolved is not null && taking is null)
            {
                continue;
            }

            IReadOnlyList<string> own = [.. route, known];
            var path = $"{CleanPath.Of(folder)}/charts/{name}";
            routes.Add((path, own));
            Add(routes, path, child, taking, own);
        }
    }

    // The name that it takes part under: its own if it is declared so, else the first alias.
    private static string NameOf(Chart above, string name)
    {
        var declared = (above.Metadata.Dependencies ?? []).OfType<ChartDependency>().Where(one => one.Name == name).ToList();
        return declared.Count == 0 || declared.Exists(one => one.Alias.Length == 0 || one.Alias == name) ? name : declared[0].Alias;
    }

    // The values that say which take part: files of the command line, which the reference looks for in the chart.
    private async Task<MapValue?> ValuesAsync(string folder, CancellationToken ct)
    {
        var values = new MapValue();
        foreach (var path in request.ValuesFiles)
        {
            var inChart = path.StartsWith('/') ? path : CleanPath.Of($"{folder}/{path}");
            var found = Exists(inChart) ? inChart : Exists(path) ? path : null;
            if (found is null)
            {
                Warn($"failed to read values file {path}: open {inChart}: no such file or directory");
                return null;
            }

            try
            {
                values = ValueMerge.Merge(values, await chart.ValuesOfAsync(found, path, ct));
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                Warn(failure.Message);
                return null;
            }
        }

        return values;
    }

    private bool Exists(string path) => File.Exists(request.Charts.Environment.ResolvePath(path));

    private void Warn(string problem) =>
        request.Host.Warn($"Failed to merge values for condition evaluation: {problem}. All subchart tests will be included.");
}
