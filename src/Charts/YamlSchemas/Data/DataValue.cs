using System.Numerics;

namespace SecretsKit.Charts.YamlSchemas.Data;

/// <summary>A value of a document with the types that YAML 1.1 gives it. Equal values are equal here.</summary>
internal abstract record DataValue;

/// <summary>Nothing.</summary>
internal sealed record NullValue : DataValue;

/// <summary>True or false.</summary>
internal sealed record BooleanValue(bool Value) : DataValue;

/// <summary>A whole number.</summary>
internal sealed record IntegerValue(BigInteger Value) : DataValue;

/// <summary>A number with a fraction.</summary>
internal sealed record FloatValue(double Value) : DataValue;

/// <summary>A text.</summary>
internal sealed record TextValue(string Value) : DataValue;

/// <summary>A day, or a moment.</summary>
internal sealed record TimeValue(DateTime Value, bool IsMoment) : DataValue;

/// <summary>A list.</summary>
internal sealed record ListValue(IReadOnlyList<DataValue> Items) : DataValue;

/// <summary>A mapping, in the order of the text; of equal keys the last counts.</summary>
internal sealed record MapValue(OrderedDictionary<DataValue, DataValue> Fields) : DataValue;
