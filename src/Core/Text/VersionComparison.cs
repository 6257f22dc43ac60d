namespace SecretsKit.Core.Text;

/// <summary>One comparison of a <see cref="VersionConstraint"/>.</summary>
/// <param name="Operator">As written, empty for none.</param>
/// <param name="Written">The version as written.</param>
/// <param name="Target">The version with zeros for what was left out.</param>
/// <param name="IsPartial">Some part was left out or is a wildcard.</param>
/// <param name="AnyMinor">The minor number was.</param>
/// <param name="AnyPatch">The patch number was, but not the minor one.</param>
internal sealed record VersionComparison(
    string Operator, string Written, SemanticVersion Target, bool IsPartial, bool AnyMinor, bool AnyPatch)
{
    // Where a reason names the version of the constraint, if that is not its end.
    private const string Place = "{}";
    private const string OtherMajor = "does not have same major version as";

    /// <summary>Why a version does not satisfy it, or null if it does.</summary>
    public string? Failure(SemanticVersion version)
    {
        var reason = Operator switch
        {
            "" or "=" => IsPartial ? Tilde(version) : IsSame(version) ? null : "is not equal to",
            "!=" => IsDifferent(version) ? null : "is equal to",
            ">" => IsLater(version) ? null : "is less than or equal to",
            "<" => version < Target ? null : "is greater than or equal to",
            ">=" or "=>" => version >= Target ? null : "is less than",
            "<=" or "=<" => IsNotLater(version) ? null : "is greater than",
            "^" => Caret(version),
            _ => Tilde(version),
        };
        var words = reason?.Split(Place);
        return words is null ? null : $"\"{version}\" {words[0].TrimEnd()} \"{Written}\"{words.ElementAtOrDefault(1)}";
    }

    private bool IsSame(SemanticVersion version) => version.CompareTo(Target) == 0;

    private bool IsDifferent(SemanticVersion version)
    {
        if (IsPartial)
        {
            if (version.Major != Target.Major || (version.Minor != Target.Minor && !AnyMinor))
            {
                return true;
            }

            if (AnyMinor)
            {
                return false;
            }

            if (version.Patch != Target.Patch && !AnyPatch)
            {
                return true;
            }

            if (AnyPatch)
            {
                return version.Prerelease != Target.Prerelease;
            }
        }

        return !IsSame(version);
    }

    // >11 means 12 and later, >11.1 means 11.2 and later.
    private bool IsLater(SemanticVersion version) => !IsPartial || version.Major != Target.Major
        ? version > Target && (!IsPartial || version.Major > Target.Major)
        : !AnyMinor && (AnyPatch ? version.Minor > Target.Minor : version > Target);

    // <=1 takes in all of 1.
    private bool IsNotLater(SemanticVersion version) => IsPartial
        ? version.Major < Target.Major || (version.Major == Target.Major && (version.Minor <= Target.Minor || AnyMinor))
        : version <= Target;

    private string? Tilde(SemanticVersion version)
    {
        if (version < Target)
        {
            return "is less than";
        }

        if (Target is { Major: 0, Minor: 0, Patch: 0 } && !AnyMinor && !AnyPatch)
        {
            return null;
        }

        return version.Major != Target.Major ? OtherMajor
            : version.Minor != Target.Minor && !AnyMinor ? "does not have same major and minor version as"
            : null;
    }

    private string? Caret(SemanticVersion version)
    {
        if (version < Target)
        {
            return "is less than";
        }

        if (Target.Major > 0 || AnyMinor || version.Major > 0)
        {
            return version.Major == Target.Major && (Target.Major > 0 || AnyMinor) ? null : OtherMajor;
        }

        if (Target.Minor > 0 || AnyPatch || version.Minor > 0)
        {
            return Target.Minor == 0 && !AnyPatch ? "does not have same minor version as"
                : version.Minor == Target.Minor ? null
                : "does not have same minor version as {}. Expected minor versions to match when constraint major version is 0";
        }

        return version.Patch == Target.Patch ? null
            : "does not equal {}. Expect version and constraint to equal when major and minor versions are 0";
    }
}
