using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Linting;

/// <summary>Walks an object beside the schema of its definition. Values are not quoted, but for words of a list.</summary>
/// <param name="item">The object.</param>
internal sealed class SchemaCheck(LintedObject item)
{
    private const int MostWords = 12;

    /// <summary>A field of a map.</summary>
    public void Field(MapValue schema, MapValue map, string name, IReadOnlyList<string> path)
    {
        IReadOnlyList<string> at = [.. path, name];
        if (map.Field(name).IsNil)
        {
            return;
        }

        if (schema.Child("properties") is { } properties && properties.Child(name) is { } field)
        {
            Visit(field, map.Field(name), at);
        }
        else if (schema.Child("additionalProperties") is { } content)
        {
            Visit(content, map.Field(name), at);
        }
        else if (schema.Child("properties") is { } known && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
        {
            var near = Near(name, known.SortedKeys.ToArray().Select(key => key.RevealText()));
            item.Add(
                LintRule.UnknownField, at,
                $"there is no field {LintFinding.FieldOf(at)}" + (near is null ? "" : $"; is {near} meant?"), LintFinding.FieldOf(at));
        }
    }

    /// <summary>The fields that must be there.</summary>
    public void Required(MapValue schema, MapValue map, IReadOnlyList<string> path)
    {
        foreach (var name in schema.Texts("required").Where(name => map.Field(name).IsNil))
        {
            var field = LintFinding.FieldOf([.. path, name]);
            item.Add(LintRule.MissingField, path, $"{field} is missing", field);
        }
    }

    private void Visit(MapValue schema, Value value, IReadOnlyList<string> path)
    {
        if (schema.Flag("x-kubernetes-int-or-string"))
        {
            if (!value.IsString && !IsInteger(value))
            {
                Wrong(path, "expected a number or a text");
            }

            return;
        }

        switch (schema.Text("type"))
        {
            case "object" when value.AsMap is { } map:
                VisitMap(schema, map, path);
                break;
            case "array" when value.AsList is { } list:
                VisitList(schema, list, path);
                break;
            case "string" when value.IsString:
                VisitText(schema, Fields.TextOf(value), path);
                break;
            case "integer" when IsInteger(value):
            case "number" when IsInteger(value) || value.Kind == GoKind.Float64:
                VisitNumber(schema, value, path);
                break;
            case "boolean" when value.Kind == GoKind.Bool:
            case "":
                break;
            default:
                Wrong(path, $"expected {Article(schema.Text("type"))}");
                break;
        }
    }

    private void VisitMap(MapValue schema, MapValue map, IReadOnlyList<string> path)
    {
        foreach (var key in map.SortedKeys.ToArray())
        {
            Field(schema, map, key.RevealText(), path);
        }

        Required(schema, map, path);
        if (schema.Integer("minProperties") is { } least && map.Count < least)
        {
            Wrong(path, schema.Integer("maxProperties") == 1 ? "expected one of its fields, found none" : "expected more fields");
        }

        if (schema.Integer("maxProperties") is { } most && map.Count > most)
        {
            Wrong(path, most == 1 ? "expected one of its fields, found several" : "expected fewer fields");
        }
    }

    private void VisitList(MapValue schema, ListValue list, IReadOnlyList<string> path)
    {
        if (schema.Integer("minItems") is { } least && list.Items.Length < least)
        {
            Wrong(path, "expected at least one element");
        }

        var content = schema.Child("items") ?? new MapValue();
        for (var at = 0; at < list.Items.Length; at++)
        {
            Visit(content, list.Items[at], [.. path, LintedObject.Index(at)]);
        }
    }

    private void VisitText(MapValue schema, string text, IReadOnlyList<string> path)
    {
        var words = schema.Texts("enum");
        if (words.Count > 0 && !words.Contains(text))
        {
            var near = Near(text, words);
            Wrong(path, near is not null
                ? $"is {near} meant?"
                : $"expected {string.Join(", ", words.Where(word => word.Length > 0).Take(MostWords))}");
        }
        else if ((schema.Integer("minLength") is { } least && text.Length < least)
            || (schema.Integer("maxLength") is { } most && text.Length > most)
            || (schema.Text("pattern") is { Length: > 0 } pattern && Re2.TryCompile(pattern, out var expression, out _)
                && !expression.IsMatch(text)))
        {
            var rule = path[^1] is "secretKey" ? LintRule.InvalidKey : LintRule.InvalidValue;
            var about = rule == LintRule.InvalidKey
                ? "no Secret takes this key: letters, digits, '-', '.' and '_', at most 253"
                : text.Length == 0 ? "is empty" : "has characters or a length that is not allowed";
            item.Add(rule, path, $"{LintFinding.FieldOf(path)}: {about}", LintFinding.FieldOf(path));
        }
    }

    private void VisitNumber(MapValue schema, Value value, IReadOnlyList<string> path)
    {
        var number = value.Kind == GoKind.Float64 ? value.Float64 : value.Bits;
        if (schema.Integer("minimum") is { } least && number < least)
        {
            Wrong(path, string.Create(CultureInfo.InvariantCulture, $"expected at least {least}"));
        }

        if (schema.Integer("maximum") is { } most && number > most)
        {
            Wrong(path, string.Create(CultureInfo.InvariantCulture, $"expected at most {most}"));
        }
    }

    private void Wrong(IReadOnlyList<string> path, string problem) =>
        item.Add(LintRule.InvalidValue, path, $"{LintFinding.FieldOf(path)}: {problem}", LintFinding.FieldOf(path));

    private static bool IsInteger(Value value) => value.Kind is GoKind.Int or GoKind.Int64 or GoKind.Uint64
        || (value.Kind == GoKind.Float64 && value.Float64 == Math.Truncate(value.Float64));

    private static string Article(string type) => type switch
    {
        "object" => "a map",
        "array" => "a list",
        "string" => "a text (in quotes, if it looks like a number)",
        "boolean" => "true or false",
        _ => "a number",
    };

    private static string? Near(string word, IEnumerable<string> words)
    {
        var limit = word.Length > 5 ? 2 : 1;
        return words.Where(known => EditDistance.Of(known, word) <= limit).MinBy(known => EditDistance.Of(known, word));
    }
}
