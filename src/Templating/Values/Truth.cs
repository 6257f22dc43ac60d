using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Values;

/// <summary>What counts as true (spec go-template.md 3.3): all but false, 0, and what is empty or nil.</summary>
internal static class Truth
{
    public static bool Of(Value value)
    {
        if (value.IsString)
        {
            return value.StringBytes.Length > 0;
        }

        if (value.AsMap is { } map)
        {
            return map.Count > 0;
        }

        if (value.AsList is { } list)
        {
            return list.Count > 0;
        }

        return value.AsObject is { } named ? OfObject(named) : value.Kind switch
        {
            GoKind.Invalid => false,
            GoKind.Float32 or GoKind.Float64 => value.Float64 != 0,
            _ => value.Bits != 0,
        };
    }

    private static bool OfObject(GoObject named) => named switch
    {
        ComplexNumber number => number.Real != 0 || number.Imaginary != 0,
        { Map: { } map } => map.Count > 0,
        _ => named.Underlying.IsNil || Of(named.Underlying),
    };
}
