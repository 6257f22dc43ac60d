using System.Globalization;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary>What a suite gives an assertion. Names are the same in whatever letters; unknown ones mean nothing.</summary>
/// <param name="map">As the suite has it.</param>
internal sealed class AssertionParameters(MapValue map)
{
    /// <summary>A value of any type; nil where it is absent.</summary>
    public Value Any(string name)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (string.Equals(key.RevealText(), name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return Value.Nil;
    }

    /// <summary>A text, also of another scalar; empty where it is absent.</summary>
    public string Text(string name) => Any(name) is { IsNil: false } value ? ValueText.Plain(value) : "";

    /// <summary>Whether a switch is on. Default no.</summary>
    public bool IsOn(string name) => Any(name) is { Kind: GoKind.Bool, Boolean: true };

    /// <summary>A whole number; null where it is absent.</summary>
    public int? Count(string name) => Any(name) switch
    {
        { Kind: GoKind.Int } value => (int)Math.Clamp(value.Bits, int.MinValue, int.MaxValue),
        { Kind: GoKind.Float64 } value when value.Float64 == Math.Floor(value.Float64) => (int)value.Float64,
        { IsString: true } value when int.TryParse(ValueText.Text(value), CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>Texts; empty where there are none.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Any(name).AsList is { } list ? list.Items : default)
        {
            texts.Add(ValueText.Plain(item));
        }

        return texts;
    }

    /// <summary>What is below a parameter.</summary>
    public AssertionParameters Inner(string name) => new(Any(name).AsMap ?? new MapValue());
}
