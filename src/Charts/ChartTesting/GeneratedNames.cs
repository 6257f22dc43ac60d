using System.Text;

namespace SecretsKit.Charts.ChartTesting;

/// <summary>Names of what is installed for a test.</summary>
public static class GeneratedNames
{
    // What Kubernetes allows in a name of a namespace.
    private const int MaxLength = 63;

    // What Helm allows in a name of a release.
    private const int MaxReleaseLength = 53;

    /// <summary>The namespace and the release of a test of a chart.</summary>
    /// <param name="chartFolder">The chart's folder; only its last part counts.</param>
    /// <param name="buildId">What is put behind it, or empty.</param>
    /// <param name="random">Ten lower-case letters and digits.</param>
    public static (string Namespace, string Release) Of(string chartFolder, string buildId, string random)
    {
        ArgumentNullException.ThrowIfNull(chartFolder);
        var name = Sanitized(chartFolder.TrimEnd('/').Split('/')[^1]);
        return (Fitting(name, buildId, random, MaxLength), Fitting(name, "", random, MaxReleaseLength));
    }

    private static string Fitting(string name, string buildId, string random, int most)
    {
        var end = (buildId.Length > 0 ? $"-{Sanitized(buildId)}" : "") + "-" + random;
        end = end.Length > most - 2 ? "-" + random : end;
        var kept = name.Length + end.Length > most ? name[..(most - end.Length)].TrimEnd('-') : name;
        return kept + end;
    }

    private static string Sanitized(string text)
    {
        var clean = new StringBuilder();
        foreach (var value in text.ToLowerInvariant())
        {
            clean.Append(char.IsAsciiLetterOrDigit(value) || value == '-' ? value : '-');
        }

        var name = clean.ToString().Trim('-');
        return name.Length > 0 ? name : "chart";
    }
}
