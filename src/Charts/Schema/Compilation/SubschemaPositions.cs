using System.Globalization;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>
/// Where schemas are inside a schema. Only there do <c>$id</c> and anchors count: not in <c>enum</c>, nor under unknown words.
/// </summary>
internal static class SubschemaPositions
{
    private enum Shape
    {
        One,
        Many,
        OneOrMany,
        ByName,
        ByNameOrNames,
    }

    private static readonly (string Keyword, Shape Shape, Draft First, Draft Last)[] Positions =
    [
        ("allOf", Shape.Many, Draft.V4, Draft.V2020),
        ("anyOf", Shape.Many, Draft.V4, Draft.V2020),
        ("oneOf", Shape.Many, Draft.V4, Draft.V2020),
        ("not", Shape.One, Draft.V4, Draft.V2020),
        ("properties", Shape.ByName, Draft.V4, Draft.V2020),
        ("patternProperties", Shape.ByName, Draft.V4, Draft.V2020),
        ("additionalProperties", Shape.One, Draft.V4, Draft.V2020),
        ("items", Shape.OneOrMany, Draft.V4, Draft.V2020),
        ("additionalItems", Shape.One, Draft.V4, Draft.V2020),
        ("definitions", Shape.ByName, Draft.V4, Draft.V2020),
        ("dependencies", Shape.ByNameOrNames, Draft.V4, Draft.V2020),
        ("propertyNames", Shape.One, Draft.V6, Draft.V2020),
        ("contains", Shape.One, Draft.V6, Draft.V2020),
        ("if", Shape.One, Draft.V7, Draft.V2020),
        ("then", Shape.One, Draft.V7, Draft.V2020),
        ("else", Shape.One, Draft.V7, Draft.V2020),
        ("$defs", Shape.ByName, Draft.V2019, Draft.V2020),
        ("dependentSchemas", Shape.ByName, Draft.V2019, Draft.V2020),
        ("unevaluatedItems", Shape.One, Draft.V2019, Draft.V2020),
        ("unevaluatedProperties", Shape.One, Draft.V2019, Draft.V2020),
        ("contentSchema", Shape.One, Draft.V2019, Draft.V2020),
        ("prefixItems", Shape.Many, Draft.V2020, Draft.V2020),
    ];

    /// <summary>Whether a schema is expected at a place inside another.</summary>
    /// <param name="schema">The outer schema.</param>
    /// <param name="draft">Its draft.</param>
    /// <param name="way">From there, to something that exists: a keyword, and the name or index in it.</param>
    public static bool Has(MapValue schema, Draft draft, IReadOnlyList<string> way)
    {
        if (way.Count is 0 or > 2 || !schema.TryGet(new(way[0]), out var value))
        {
            return false;
        }

        var isInside = way.Count == 2;
        foreach (var (keyword, shape, first, last) in Positions)
        {
            if (keyword == way[0] && draft >= first && draft <= last)
            {
                return shape switch
                {
                    Shape.One => !isInside,
                    Shape.Many => isInside && value.AsList is not null,
                    Shape.OneOrMany => isInside == value.AsList is not null,
                    _ => isInside && value.AsMap is not null,
                };
            }
        }

        return false;
    }

    /// <summary>The schemas directly inside: the keyword, the name or index in it if it has several, and the schema.</summary>
    public static IEnumerable<(string Keyword, string? Inside, Value Schema)> In(MapValue schema, Draft draft)
    {
        foreach (var (keyword, shape, first, last) in Positions)
        {
            if (draft < first || draft > last || !schema.TryGet(new(keyword), out var value))
            {
                continue;
            }

            if (shape is Shape.One or Shape.OneOrMany && value.AsList is null)
            {
                yield return (keyword, null, value);
            }
            else if (shape is Shape.Many or Shape.OneOrMany && value.AsList is { } list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    yield return (keyword, i.ToString(CultureInfo.InvariantCulture), list[i]);
                }
            }
            else if (shape is Shape.ByName or Shape.ByNameOrNames && value.AsMap is { } map)
            {
                foreach (var (name, inner) in map.Entries)
                {
                    yield return (keyword, name.RevealText(), inner);
                }
            }
        }
    }
}
