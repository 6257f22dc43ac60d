using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>A validator that asks for a type, and may bound its values.</summary>
/// <param name="name">What the type is called.</param>
/// <param name="accepts">Whether a value is of it.</param>
/// <param name="constraints">What else there is to ask.</param>
/// <param name="arguments">Its arguments.</param>
internal sealed class SimpleValidator(
    string name,
    Func<DataValue, bool> accepts,
    Func<DataValue, ValidatorArguments, IEnumerable<string>>? constraints,
    ValidatorArguments arguments) : Validator(arguments)
{
    /// <inheritdoc/>
    protected override string Name => name;

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) => accepts(value);

    /// <inheritdoc/>
    protected override IEnumerable<string> Broken(DataValue value) => constraints?.Invoke(value, Arguments) ?? [];
}
