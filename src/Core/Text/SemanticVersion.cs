using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>A version by semver.org. Ordering ignores build metadata, as the standard wants; equality of records does not.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number.</param>
/// <param name="Prerelease">What follows the hyphen, or empty.</param>
/// <param name="Metadata">What follows the plus sign, or empty.</param>
public sealed partial record SemanticVersion(ulong Major, ulong Minor, ulong Patch, string Prerelease = "", string Metadata = "")
    : IComparable<SemanticVersion>
{
    /// <summary>Reads a version; <paramref name="error"/> is the message of Masterminds/semver 3.5 if it is none.</summary>
    public static bool TryParse(
        string text, SemanticVersionStyle style, [NotNullWhen(true)] out SemanticVersion? version, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        error = style == SemanticVersionStyle.Loose ? ParseLoose(text, out version) : ParseStrict(text, style, out version);
        return version is not null;
    }

    /// <summary>Reads a version, for callers that need no cause.</summary>
    public static bool TryParse(string text, SemanticVersionStyle style, [NotNullWhen(true)] out SemanticVersion? version) =>
        TryParse(text, style, out version, out _);

    /// <summary>
    /// Order of precedence: negative, 0 or positive. A pre-release comes before its release; build metadata do not count.
    /// </summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        order = order != 0 ? order : Patch.CompareTo(other.Patch);
        return order != 0 ? order : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <summary>The next major version, without pre-release and metadata.</summary>
    public SemanticVersion NextMajor() => new(Major + 1, 0, 0);

    /// <summary>The next minor version, without pre-release and metadata.</summary>
    public SemanticVersion NextMinor() => new(Major, Minor + 1, 0);

    /// <summary>The next patch version; a pre-release becomes its release.</summary>
    public SemanticVersion NextPatch() => new(Major, Minor, Prerelease.Length > 0 ? Patch : Patch + 1);

    /// <summary>The whole version, without a leading <c>v</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
        if (Prerelease.Length > 0)
        {
            text.Append('-').Append(Prerelease);
        }

        return Metadata.Length > 0 ? text.Append('+').Append(Metadata).ToString() : text.ToString();
    }

    /// <summary>Earlier in order of precedence.</summary>
    public static bool operator <(SemanticVersion left, SemanticVersion right) => Compare(left, right) < 0;

    /// <summary>Later in order of precedence.</summary>
    public static bool operator >(SemanticVersion left, SemanticVersion right) => Compare(left, right) > 0;

    /// <summary>Not later in order of precedence.</summary>
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => Compare(left, right) <= 0;

    /// <summary>Not earlier in order of precedence.</summary>
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => Compare(left, right) >= 0;

    private static int Compare(SemanticVersion left, SemanticVersion right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(right);
    }

    private static int ComparePrerelease(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return right.Length.CompareTo(left.Length);
        }

        var ours = left.Split('.');
        var theirs = right.Split('.');
        for (var i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            var order = CompareIdentifier(ours[i], theirs[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return ours.Length.CompareTo(theirs.Length);
    }

    // Numbers come before words. A number has no leading zeros, so a longer one is larger, of any length.
    private static int CompareIdentifier(string left, string right)
    {
        var leftNumber = IsNumber(left);
        if (leftNumber != IsNumber(right))
        {
            return leftNumber ? -1 : 1;
        }

        return leftNumber && left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
    }
}
