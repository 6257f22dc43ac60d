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
    /// <summary>
    /// Reads the argument of <c>--kube-version</c>: two or more numbers joined by dots, anything behind
    /// them. Numbers print without leading zeros, and the first may have none.
    /// </summary>
    /// <exception cref="ChartException"><c>invalid kube version …</c>.</exception>
    public static KubeVersion Parse(string text, HelmGeneration generation)
    {
        var start = text.AsSpan().TrimStart(" \t\n\f\r");
        var numbers = start is ['v', ..] ? start[1..] : start;
        var parts = Numbers(numbers, out var length);
        if (parts.Count == 0 || numbers[length..].Contains('\n'))
        {
            throw Invalid(text, $"could not parse {GoQuote.Format(text)} as version");
        }

        if (parts.Count == 1)
        {
            throw Invalid(text, $"illegal version string {GoQuote.Format(text)}");
        }

        if (parts[0] is ['0', _, ..])
        {
            throw Invalid(text, $"illegal zero-prefixed version component \"{parts[0]}\" in {GoQuote.Format(text)}");
        }

        var plain = parts.ConvertAll(part => ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw Invalid(text, $"illegal non-numeric version component \"{part}\" in {GoQuote.Format(text)}: strconv.ParseUint: " +
                $"parsing \"{part}\": value out of range"));
        var normalized = "v" + string.Join('.', plain);
        var version = generation == HelmGeneration.V3 ? normalized : text.StartsWith('v') ? text : "v" + text;
        return new(version, normalized, plain[0], plain[1]);
    }

    /// <summary>Whether a chart's constraint accepts it.</summary>
    public bool Meets(VersionConstraint constraint) =>
        SemanticVersion.TryParse(Normalized, SemanticVersionStyle.Loose, out var version) && constraint.IsMet(version);

    private static List<string> Numbers(ReadOnlySpan<char> text, out int length)
    {
        var parts = new List<string>();
        length = 0;
        for (var at = 0; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            parts.Add(text[start..at].ToString());
            length = at;
            if (at == text.Length || text[at] != '.')
            {
                break;
            }
        }

        return parts;
    }

    private static ChartException Invalid(string text, string cause) => new($"invalid kube version '{text}': {cause}");
}
