using System.Numerics;
using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>One of some values.</summary>
internal sealed class EnumValidator(ValidatorArguments arguments) : Validator(arguments)
{
    /// <inheritdoc/>
    protected override string Name => "enum";

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) => Arguments.Values.Any(choice => Comparable(choice).Equals(Comparable(value)));

    /// <inheritdoc/>
    protected override string Refusal(DataValue value) => $"'{DataText.Of(value)}' not in {DataText.Tuple(Arguments.Values)}";

    // In the reference's language true is 1, and 1.0 too.
    private static DataValue Comparable(DataValue value) => value switch
    {
        BooleanValue boolean => new IntegerValue(boolean.Value ? 1 : 0),
        FloatValue { Value: var number } when Math.Abs(number) < 1e15 && Math.Floor(number) == number =>
            new IntegerValue(new BigInteger(number)),
        _ => value,
    };
}
