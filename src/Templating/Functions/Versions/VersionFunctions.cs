using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;
using P = SecretsKit.Templating.Functions.ParameterType;

namespace SecretsKit.Templating.Functions.Versions;

/// <summary>Semantic versions and conditions on them (spec sprig.md 10).</summary>
internal static class VersionFunctions
{
    public static FunctionTable AddVersions(this FunctionTable table, bool plainTexts) => table
        .Add("semver", static (_, a) => Value.Of(new VersionObject(Parse(a[0]), a[0].StringBytes)), P.String)
        .Add("semverCompare", (_, a) => Value.Of(Constraint(a[0], plainTexts).IsMet(Parse(a[1]))), P.String, P.String);

    private static SemanticVersion Parse(Value text) =>
        SemanticVersion.TryParse(Text(text), SemanticVersionStyle.Loose, out var version, out var error)
            ? version
            : throw new FunctionException(error);

    // The library of Helm 3 does not quote the constraint that it refuses.
    private static VersionConstraint Constraint(Value text, bool plainTexts)
    {
        if (VersionConstraint.TryParse(Text(text), out var constraint, out var error))
        {
            return constraint;
        }

        const string Improper = "improper constraint: ";
        throw new FunctionException(plainTexts && error.StartsWith(Improper, StringComparison.Ordinal) ? Improper + Text(text) : error);
    }

    private static string Text(Value value) => Encoding.UTF8.GetString(value.StringBytes);
}
