using System.Runtime.CompilerServices;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Validation.Definitions;

/// <summary>
/// Turns a schema of a definition into one that validators of JSON understand: what only API servers know is said in words of JSON Schema,
/// and properties that a server would drop are refused.
/// </summary>
internal static class StructuralSchema
{
    // Schemas by name, and schemas alone, that are about parts of the value.
    private static readonly string[] Named = ["properties", "patternProperties"];
    private static readonly string[] Parts = ["items", "additionalProperties"];

    // These are about the value itself: only the schema around them says which properties there are.
    private static readonly string[] Alternatives = ["allOf", "anyOf", "oneOf"];

    private enum Position
    {
        Root,
        Inside,

        // Servers know metadata by themselves: a definition names at most some fields of it.
        Metadata,
        Alternative,
    }

    /// <summary>The schema of whole objects.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.LimitExceeded"/>: it is nested too deeply.</exception>
    public static MapValue Convert(MapValue root, CrdSchemaOptions options)
    {
        var schema = Convert(root, Position.Root);
        if (options.DeniesAtRoot && Refuses(root, Position.Inside))
        {
            schema.Set(new("additionalProperties"), Value.False);
        }

        return schema;
    }

    private static MapValue Convert(MapValue schema, Position position)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SecretsKitException(ErrorCode.LimitExceeded, "the schema of the CustomResourceDefinition is nested too deeply");
        }

        var result = new MapValue(capacity: schema.Count + 1);
        foreach (var (key, value) in schema.Entries)
        {
            result.Set(key, Convert(key.RevealText(), value, position));
        }

        if (Refuses(schema, position))
        {
            result.Set(new("additionalProperties"), Value.False);
        }

        var isEither = IsTrue(schema, "x-kubernetes-int-or-string") || Text(schema, "format") == "int-or-string";
        if (isEither)
        {
            TakeEither(result);
        }

        if (IsTrue(schema, "nullable"))
        {
            TakeNull(result, isEither);
        }

        return result;
    }

    private static Value Convert(string key, Value value, Position position)
    {
        var inside = position == Position.Alternative ? Position.Alternative : Position.Inside;
        if (Named.Contains(key) && value.AsMap is { } named)
        {
            var result = new MapValue(capacity: named.Count);
            foreach (var (name, part) in named.Entries)
            {
                result.Set(name, Inner(part, position == Position.Root && name.RevealText() == "metadata" ? Position.Metadata : inside));
            }

            return Value.Of(result);
        }

        return Parts.Contains(key) ? Inner(value, inside)
            : key == "not" ? Inner(value, Position.Alternative)
            : Alternatives.Contains(key) && value.AsList is { } list
                ? Value.Of(new ListValue([.. list.Items.ToArray().Select(item => Inner(item, Position.Alternative))]))
            : value;
    }

    private static Value Inner(Value value, Position position) => value.AsMap is { } map ? Value.Of(Convert(map, position)) : value;

    private static bool Refuses(MapValue schema, Position position) =>
        position == Position.Inside
        && schema[new("properties")].AsMap is not null
        && !schema.Contains(new("additionalProperties"))
        && !IsTrue(schema, "x-kubernetes-preserve-unknown-fields")
        && !IsTrue(schema, "x-kubernetes-embedded-resource");

    private static void TakeEither(MapValue schema)
    {
        schema.Remove(new("type"));
        if (Text(schema, "format") == "int-or-string")
        {
            schema.Remove(new("format"));
        }

        // Definitions say it in this way, too, since servers ask for it.
        schema.Remove(new("anyOf"));
        if (!schema.Contains(new("oneOf")))
        {
            schema.Set(new("oneOf"), Value.Of(new ListValue([Type("string"), Type("integer")])));
        }
    }

    private static void TakeNull(MapValue schema, bool isEither)
    {
        if (schema[new("type")] is { IsString: true } type)
        {
            schema.Set(new("type"), Value.Of(new ListValue([type, Value.Of("null")])));
        }
        else if (isEither && schema[new("oneOf")].AsList is { } either)
        {
            schema.Set(new("oneOf"), Value.Of(either.Append([Type("null")], out _)));
        }

        if (schema[new("enum")].AsList is { } allowed && !allowed.Items.ToArray().Any(value => value.IsNil))
        {
            schema.Set(new("enum"), Value.Of(allowed.Append([Value.Nil], out _)));
        }
    }

    private static Value Type(string name)
    {
        var schema = new MapValue(capacity: 1);
        schema.Set(new("type"), Value.Of(name));
        return Value.Of(schema);
    }

    private static bool IsTrue(MapValue schema, string key) => schema[new(key)] is { Kind: GoKind.Bool, Boolean: true };

    private static string Text(MapValue schema, string key) =>
        schema[new(key)] is { IsString: true } value ? Encoding.UTF8.GetString(value.StringBytes) : "";
}
