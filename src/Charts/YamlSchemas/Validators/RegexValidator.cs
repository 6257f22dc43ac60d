using SecretsKit.Charts.YamlSchemas.Data;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>A text that fits one of some patterns.</summary>
/// <param name="name">What it is called where the schema gives it no name.</param>
/// <param name="patterns">The patterns.</param>
/// <param name="arguments">Its arguments.</param>
internal sealed class RegexValidator(string name, IEnumerable<string> patterns, ValidatorArguments arguments) : Validator(arguments)
{
    private const string Semver = @"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)" +
        @"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?" +
        @"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$";

    private readonly List<Re2> _patterns = [.. patterns.Select(pattern => Patterns.Compile(pattern, arguments))];

    /// <summary>A network card's address.</summary>
    public static RegexValidator Mac(ValidatorArguments arguments) => new(
        "mac match",
        ["[0-9a-fA-F]{2}(?:[-:][0-9a-fA-F]{2}){5}$", @"[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}$"],
        arguments);

    /// <summary>A semantic version.</summary>
    public static RegexValidator SemanticVersion(ValidatorArguments arguments) => new("semver match", [Semver], arguments);

    /// <inheritdoc/>
    protected override string Name => Arguments.Text("name") ?? name;

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) =>
        value is TextValue text && _patterns.Exists(pattern => pattern.IsMatch(text.Value));
}
