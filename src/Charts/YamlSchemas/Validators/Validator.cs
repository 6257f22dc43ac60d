using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>What a value must be.</summary>
/// <param name="arguments">Its arguments.</param>
internal abstract class Validator(ValidatorArguments arguments)
{
    /// <summary>What a value must be by itself; what is in it is the schema's.</summary>
    public ValidatorArguments Arguments => arguments;

    /// <summary>Whether the field may be missing.</summary>
    public bool IsOptional { get; } = !arguments.IsOn("required", whenMissing: true);

    /// <summary>Whether a field that may be missing may be null instead.</summary>
    public bool MayBeNull { get; } = arguments.IsOn("none", whenMissing: true);

    /// <summary>What is wrong with a value, in the words of messages.</summary>
    public virtual IEnumerable<string> Faults(DataValue value) => Accepts(value) ? Broken(value) : [Refusal(value)];

    /// <summary>What the value is called that is expected.</summary>
    protected abstract string Name { get; }

    /// <summary>Whether a value is of the right type.</summary>
    protected abstract bool Accepts(DataValue value);

    /// <summary>The constraints that a value of the right type breaks.</summary>
    protected virtual IEnumerable<string> Broken(DataValue value) => [];

    /// <summary>What is said of a value of another type.</summary>
    protected virtual string Refusal(DataValue value) => $"'{DataText.Of(value)}' is not a {Name}.";
}
