using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Releases;

/// <summary>The name of a release (spec helm.md 4.8).</summary>
public static class ReleaseName
{
    private const int MaxLength = 53;

    /// <summary>Whether a text can be the name of a release: a name of DNS, of at most 53 characters.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && name.Split('.').All(IsLabel);
    }

    /// <summary>Checks a release's name.</summary>
    /// <exception cref="ChartException">It is none that Kubernetes could take.</exception>
    public static void Validate(HelmGeneration generation, IChartLog log, string name)
    {
        if (IsValid(name))
        {
            return;
        }

        var cause = $"release name {GoQuote.Format(name)}: invalid release name, must match regex " +
            $"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than {MaxLength}";
        if (generation == HelmGeneration.V3)
        {
            throw new ChartException(cause) { Cause = new ChartCause(ChartFault.InvalidReleaseName, name) };
        }

        log.Write(new(NoticeLevel.Error, "release name check failed", ("error", cause)));
        throw new ChartException("release name check failed: " + cause) { Cause = new ChartCause(ChartFault.InvalidReleaseName, name) };
    }

    private static bool IsLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => c is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}
