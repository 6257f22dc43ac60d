using SecretsKit.Charts.Loading;
using SecretsKit.Charts.UnitTesting.Locating;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>Finds and reads the suites of a chart.</summary>
internal sealed class SuiteFiles(UnitTestRequest request)
{
    private const int MostBytes = 32 * 1024 * 1024;

    private readonly SuiteReader _reader = new(request.IsStrict);

    /// <summary>The suites of a chart's own files, or of a subchart's.</summary>
    /// <param name="folder">The chart's path as people see it.</param>
    /// <param name="route">The names that lead to the subchart.</param>
    /// <param name="failed">The file that cannot be read, with the cause; null for none.</param>
    public IReadOnlyList<PlacedSuite> Read(string folder, IReadOnlyList<string> route, out SuiteResult? failed)
    {
        var suites = new List<PlacedSuite>();
        failed = null;
        foreach (var file in Find(folder).Distinct(StringComparer.Ordinal))
        {
            try
            {
                var text = FileReader.Read(request.Charts.Environment, file, MostBytes);
                suites.AddRange(_reader.Read(text).Select(suite => new PlacedSuite(suite, file, route)));
            }
            catch (SecretsKitException failure)
            {
                failed = new("", file) { Error = failure.Message };
                return [];
            }
        }

        return suites;
    }

    // A pattern that begins with the chart's path is meant from the working directory.
    private IEnumerable<string> Find(string folder)
    {
        foreach (var pattern in request.Patterns)
        {
            var joined = pattern.StartsWith('/') ? pattern : CleanPath.Of($"{folder}/{pattern}");
            var found = Files(joined);
            if (found.Count == 0 && CleanPath.Of(pattern).StartsWith(CleanPath.Of(folder) + "/", StringComparison.Ordinal))
            {
                found = Files(CleanPath.Of(pattern));
            }

            foreach (var file in found)
            {
                yield return file;
            }
        }
    }

    private List<string> Files(string pattern) => [.. PathPattern.Files(pattern, request.Charts.Environment.ResolvePath)];
}
