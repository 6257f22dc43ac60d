using System.Numerics;
using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>The arguments of a validator. Keywords that it does not know are overlooked.</summary>
/// <param name="Values">Values by position.</param>
/// <param name="Inner">Validators by position.</param>
/// <param name="Keywords">Values by keyword.</param>
/// <param name="Key">The validator of keys, or null.</param>
internal sealed record ValidatorArguments(
    IReadOnlyList<DataValue> Values, IReadOnlyList<Validator> Inner, IReadOnlyDictionary<string, DataValue> Keywords, Validator? Key)
{
    /// <summary>Whether a keyword is true, or its default.</summary>
    public bool IsOn(string keyword, bool whenMissing) => Keywords.GetValueOrDefault(keyword) switch
    {
        null => whenMissing,
        BooleanValue boolean => boolean.Value,
        IntegerValue number => number.Value != 0,
        NullValue => false,
        _ => true,
    };

    /// <summary>The text of a keyword, or null.</summary>
    public string? Text(string keyword) => Keywords.GetValueOrDefault(keyword) is { } value ? DataText.Of(value) : null;

    /// <summary>The whole number of a keyword, or null.</summary>
    public BigInteger? Number(string keyword) => (Keywords.GetValueOrDefault(keyword) as IntegerValue)?.Value;

    /// <summary>The texts by position.</summary>
    public IEnumerable<string> Texts => Values.Select(DataText.Of);
}
