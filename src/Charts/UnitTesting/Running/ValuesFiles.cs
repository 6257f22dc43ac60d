using SecretsKit.Charts.Loading;
using SecretsKit.Charts.UnitTesting.Locating;
using SecretsKit.Charts.UnitTesting.Requests;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>Finds the values files of the command line.</summary>
internal static class ValuesFiles
{
    /// <summary>
    /// Those that are there. A path with a slash is relative to the working directory; a name alone to the suite, or to the working
    /// directory if it is not beside the suite.
    /// </summary>
    /// <param name="request">The command line.</param>
    /// <param name="suiteFile">The path of the suite's file.</param>
    public static IEnumerable<string> OfCommandLine(UnitTestRequest request, string suiteFile)
    {
        foreach (var pattern in request.ValuesFiles)
        {
            var found = pattern.Contains('/', StringComparison.Ordinal)
                ? []
                : Files(request, CleanPath.Of($"{Path.GetDirectoryName(suiteFile)}/{pattern}"));
            foreach (var path in found.Count > 0 ? found : Files(request, pattern))
            {
                yield return path;
            }
        }
    }

    private static List<string> Files(UnitTestRequest request, string pattern) =>
        [.. PathPattern.Files(pattern, request.Charts.Environment.ResolvePath)];
}
