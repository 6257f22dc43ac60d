using System.Globalization;
using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Schemas;

/// <summary>
/// Walks an object beside its schema, with the rules of kubectl: numbers are strings where strings are wanted, fields without a value count
/// as missing, and what has no type is anything.
/// </summary>
/// <param name="schemas">The definitions.</param>
internal sealed class FieldCheck(ObjectSchemas schemas)
{
    private const string Map = "map";
    private const string Array = "array";
    private const string Integer = "integer";
    private const string Number = "number";
    private const string Boolean = "boolean";
    private const string Text = "string";

    private readonly List<FieldFault> _faults = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<FieldFault> Faults => _faults;

    /// <summary>Checks a value.</summary>
    /// <param name="schema">What it should be.</param>
    /// <param name="model">The name of the definition, and the field in it.</param>
    /// <param name="value">The value.</param>
    /// <param name="path">Where it is.</param>
    public void Visit(Value schema, string model, Value value, string path)
    {
        (schema, model) = schemas.Follow(schema, model);
        var type = schema.Text("type");
        var fields = schema.Field("properties").AsMap;
        switch (type)
        {
            case "" or "object" when fields is not null:
                VisitFields(schema, fields, model, value, path);
                break;
            case "object":
                VisitMap(schema.Field("additionalProperties"), model, value, path);
                break;
            case Array:
                VisitList(schema.Field("items"), model, value, path);
                break;
            case "":
                break;
            default:
                VisitScalar(type, model, value, path);
                break;
        }
    }

    private void VisitFields(Value schema, MapValue fields, string model, Value value, string path)
    {
        if (value.AsMap is not { } map)
        {
            AddWrongType(model, value, Map, path);
            return;
        }

        foreach (var key in map.SortedKeys)
        {
            var name = key.RevealText();
            var content = map[key];
            if (content.IsNil)
            {
                continue;
            }

            if (!fields.Contains(key))
            {
                Add(path, $"unknown field \"{name}\" in {model}");
                continue;
            }

            Visit(fields[key], $"{model}.{name}", content, $"{path}.{name}");
        }

        foreach (var required in schema.Texts("required"))
        {
            if (map[new(required)].IsNil)
            {
                Add(path, $"missing required field \"{required}\" in {model}");
            }
        }
    }

    private void VisitMap(Value content, string model, Value value, string path)
    {
        if (value.AsMap is not { } map)
        {
            AddWrongType(model, value, Map, path);
            return;
        }

        foreach (var key in map.SortedKeys)
        {
            var place = $"{path}.{key.RevealText()}";
            if (map[key].IsNil)
            {
                _faults.Add(new(place, $"unknown object type \"nil\" in {place}"));
            }
            else if (content.AsMap is not null)
            {
                Visit(content, model, map[key], place);
            }
        }
    }

    private void VisitList(Value content, string model, Value value, string path)
    {
        if (value.AsList is not { } list)
        {
            AddWrongType(model, value, Array, path);
            return;
        }

        for (var at = 0; at < list.Items.Length; at++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]");
            if (list.Items[at].IsNil)
            {
                Add(path, $"unknown object type \"nil\" in {place}");
            }
            else
            {
                Visit(content, model, list.Items[at], place);
            }
        }
    }

    private void VisitScalar(string type, string model, Value value, string path)
    {
        var actual = TypeOf(value);
        var fits = type switch
        {
            Text => actual is not (Map or Array),
            Integer or Number => actual is Integer or Number,
            _ => actual == type,
        };
        if (!fits)
        {
            AddWrongType(model, value, type, path);
        }
    }

    private void AddWrongType(string model, Value value, string expected, string path) =>
        Add(path, $"invalid type for {model}: got \"{TypeOf(value)}\", expected \"{expected}\"");

    private void Add(string path, string message) => _faults.Add(new(path, $"ValidationError({path}): {message}"));

    private static string TypeOf(Value value) => value switch
    {
        { AsMap: not null } => Map,
        { AsList: not null } => Array,
        { IsString: true } => Text,
        { Kind: GoKind.Bool } => Boolean,
        { Kind: GoKind.Float64 } => Number,
        _ => Integer,
    };
}
