using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.ChartTesting;

/// <summary>How the version of a chart relates to that of its previous revision.</summary>
public static class ChartVersions
{
    /// <summary>Whether a version is later than the previous one, by semver.org.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: one of them is no version.</exception>
    public static bool IsIncreased(string previous, string current) => Parse(current) > Parse(previous);

    /// <summary>
    /// Whether an upgrade may break what is installed: another major version, or another minor one while the major is 0.
    /// </summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: one of them is no version.</exception>
    public static bool MayBreak(string previous, string current)
    {
        var old = Parse(previous);
        var text = (old.Major == 0 ? "~" : "^") + old;
        return !(VersionConstraint.TryParse(text, out var constraint, out _) && constraint.IsMet(Parse(current)));
    }

    private static SemanticVersion Parse(string text) => SemanticVersion.TryParse(text, SemanticVersionStyle.Loose, out var version)
        ? version
        : throw new SecretsKitException(ErrorCode.General, $"chart version {GoQuote.Format(text)} is no semantic version");
}
