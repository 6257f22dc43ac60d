using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Rendering;

/// <summary>What the cluster can do, or is assumed to be able to do where there is none (spec sprig.md 18.7).</summary>
/// <param name="KubeVersion">The cluster's version.</param>
/// <param name="ApiVersions">Groups with versions, and <c>group/version/Kind</c> where known.</param>
public sealed record Capabilities(KubeVersion KubeVersion, IReadOnlyList<string> ApiVersions)
{
    /// <summary>What each generation of Helm assumes without a cluster.</summary>
    public static Capabilities Default(HelmGeneration generation) => generation == HelmGeneration.V4
        ? new(new("v1.36.0", "v1.36.0", "1", "36"), DefaultApiVersions.V4)
        : new(new("v1.34.0", "v1.34.0", "1", "34"), DefaultApiVersions.V3);
}

/// <summary>A cluster's version.</summary>
/// <param name="Version">As the server or the user gives it, with <c>v</c>.</param>
/// <param name="Normalized">As it prints: without pre-release and metadata.</param>
/// <param name="Major">Digits.</param>
/// <param name="Minor">Digits; servers may add a plus sign.</param>
public sealed record KubeVersion(string Version, string Normalized, string Major, string Minor)
{
    /// <summary>Reads the argument of <c>--kube-version</c>.</summary>
    /// <exception cref="ChartException"><c>invalid kube version …</c>.</exception>
    public static KubeVersion Parse(string text, HelmGeneration generation)
    {
        var numbers = text.StartsWith('v') ? text[1..] : text;
        var end = numbers.AsSpan().IndexOfAny('-', '+');
        var plain = end < 0 ? numbers : numbers[..end];
        var parts = plain.Split('.');
        if (parts.Length < 2 || !parts.All(IsNumber))
        {
            var cause = parts is [var only] && IsNumber(only) ? $"illegal version string \"{text}\"" : $"could not parse \"{text}\" as version";
            throw new ChartException($"invalid kube version '{text}': {cause}");
        }

        var normalized = "v" + plain;
        var version = generation == HelmGeneration.V4 ? "v" + numbers : normalized;
        return new(version, normalized, Digits(parts[0]), Digits(parts[1]));
    }

    /// <summary>Whether a chart's constraint accepts it.</summary>
    public bool Meets(VersionConstraint constraint) =>
        SemanticVersion.TryParse(Normalized, SemanticVersionStyle.Loose, out var version) && constraint.IsMet(version);

    private static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsAsciiDigit);

    private static string Digits(string part) => ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : part;
}
