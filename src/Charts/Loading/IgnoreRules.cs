using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading;

/// <summary>Which files of a chart its <c>.helmignore</c> leaves out.</summary>
public sealed class IgnoreRules
{
    private readonly HelmIgnore _rules;

    private IgnoreRules(HelmIgnore rules) => _rules = rules;

    /// <summary>Reads the rules; the implicit one for hidden templates is added.</summary>
    /// <exception cref="ChartException">A rule cannot be understood.</exception>
    public static IgnoreRules Parse(ReadOnlySpan<byte> text) => new(HelmIgnore.Parse(text));

    /// <summary>Whether a file stays out, by itself or with a folder that it is in.</summary>
    /// <param name="path">From the chart's root, with slashes.</param>
    public bool Ignores(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_rules.Ignores(path[..slash], isFolder: true))
            {
                return true;
            }
        }

        return _rules.Ignores(path, isFolder: false);
    }
}
