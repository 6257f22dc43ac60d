using System.Globalization;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Where schemas stand inside a schema. Only there do <c>$id</c> and anchors count: not in <c>enum</c>, nor under unknown words.</summary>
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
        ("additionalItems", Shape.One, Draft.V4, Draft.V2019),
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

    /// <summary>The schemas directly inside, with the pointer from the outer to the inner one.</summary>
    public static IEnumerable<(string Pointer, Value Schema)> In(MapValue schema, Draft draft)
    {
        foreach (var (keyword, shape, first, last) in Positions)
        {
            if (draft < first || draft > last || !schema.TryGet(new(keyword), out var value))
            {
                continue;
            }

            var pointer = "/" + keyword;
            if (shape is Shape.One or Shape.OneOrMany && value.AsList is null)
            {
                yield return (pointer, value);
            }
            else if (shape is Shape.Many or Shape.OneOrMany && value.AsList is { } list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    yield return (string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i}"), list[i]);
                }
            }
            else if (shape is Shape.ByName or Shape.ByNameOrNames && value.AsMap is { } map)
            {
                foreach (var (name, inner) in map.Entries)
                {
                    yield return ($"{pointer}/{Escape(name)}", inner);
                }
            }
        }
    }

    /// <summary>A name as a step of a JSON pointer.</summary>
    public static string Escape(ByteString name) =>
        name.RevealText().Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
