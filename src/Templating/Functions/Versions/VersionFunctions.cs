using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Versions;

/// <summary>Semantic versions and conditions on them (spec sprig.md 10).</summary>
internal static class VersionFunctions
{
    public static FunctionTable AddVersions(this FunctionTable table, bool plainTexts) => table
        .Add("semver", (_, a) => Value.Of(new VersionObject(Parse(a[0]), a[0].StringBytes, wraps: plainTexts)), P.String)
        .Add("semverCompare", (_, a) => Value.Of(Constraint(a[0], plainTexts).IsMet(Parse(a[1]))), P.String, P.String);

    private static SemanticVersion Parse(Value text) =>
        SemanticVersion.TryParse(Text(text), SemanticVersionStyle.Loose, out var version, out var error)
            ? version
            : throw new FunctionException(error);

    private static VersionConstraint Constraint(Value text, bool plainTexts) =>
        VersionConstraint.TryParse(Text(text), out var constraint, out var error, quotes: !plainTexts)
            ? constraint
            : throw new FunctionException(error);

    private static string Text(Value value) => Encoding.UTF8.GetString(value.StringBytes);
}
