using System.Diagnostics.CodeAnalysis;

namespace SecretsKit.Core.Text;

/// <summary>
/// A condition on versions as Masterminds/semver 3.5 reads it: comparisons joined by blanks or commas must all hold, groups joined by
/// <c>||</c> are alternatives. A pre-release satisfies only groups that name one themselves.
/// </summary>
public sealed class VersionConstraint
{
    private const string ReleasesOnly = "is a prerelease version and the constraint is only looking for release versions";

    private readonly VersionComparison[][] _groups;

    private VersionConstraint(VersionComparison[][] groups) => _groups = groups;

    /// <summary>Reads a constraint; <paramref name="error"/> is the library's message if it is none.</summary>
    /// <param name="text">The constraint.</param>
    /// <param name="constraint">What it asks for.</param>
    /// <param name="error">Names the alternative that is none, each <c>A - B</c> written out.</param>
    /// <param name="quotes">Whether the message quotes that; the library did not before 3.5.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out VersionConstraint? constraint, [NotNullWhen(false)] out string? error, bool quotes = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        constraint = null;
        var groups = new List<VersionComparison[]>();
        foreach (var part in VersionConstraintReader.WithoutRanges(text).Split("||"))
        {
            var reader = new VersionConstraintReader(part);
            if (!reader.TryRead(quotes, out var comparisons, out error))
            {
                return false;
            }

            groups.Add(comparisons);
        }

        (constraint, error) = (new([.. groups]), null);
        return true;
    }

    /// <summary>Whether a version satisfies it.</summary>
    public bool IsMet(SemanticVersion version) => IsMet(version, out _);

    /// <summary>Whether a version satisfies it, and what of each alternative it does not.</summary>
    public bool IsMet(SemanticVersion version, out IReadOnlyList<string> reasons)
    {
        ArgumentNullException.ThrowIfNull(version);
        var found = new List<string>();
        var toldOfPrerelease = false;
        foreach (var group in _groups)
        {
            var count = 0;
            if (version.Prerelease.Length > 0 && !group.Any(comparison => comparison.Target.Prerelease.Length > 0))
            {
                count++;
                if (!toldOfPrerelease)
                {
                    found.Add($"\"{version}\" {ReleasesOnly}");
                    toldOfPrerelease = true;
                }
            }
            else
            {
                var failures = group.Select(comparison => comparison.Failure(version)).OfType<string>().ToList();
                count = failures.Count;
                found.AddRange(failures);
            }

            if (count == 0)
            {
                reasons = [];
                return true;
            }
        }

        reasons = found;
        return false;
    }

    /// <summary>The comparisons as they were written, without needless blanks.</summary>
    public override string ToString() =>
        string.Join(
            " || ", _groups.Select(group => string.Join(' ', group.Select(comparison => comparison.Operator + comparison.Written))));
}
