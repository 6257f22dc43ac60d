using SecretsKit.Charts.YamlSchemas.Data;
using SecretsKit.Charts.YamlSchemas.Validators;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.YamlSchemas;

/// <summary>One document against one schema.</summary>
/// <param name="includes">The parts of the schema that have names.</param>
internal sealed class SchemaRun(IReadOnlyDictionary<string, SchemaNode> includes)
{
    // Aliases and includes multiply: a document of a line may have more values than there is time for.
    private const int MaxSteps = 100_000;
    private const int MaxDepth = 400;

    private int _steps;
    private int _depth;

    /// <summary>What is wrong with a value.</summary>
    /// <param name="node">What it must be.</param>
    /// <param name="value">The value.</param>
    /// <param name="path">Its path.</param>
    /// <param name="isStrict">Whether unknown fields are refused.</param>
    public List<string> Faults(SchemaNode node, DataValue value, string path, bool isStrict)
    {
        if (++_steps > MaxSteps || _depth > MaxDepth)
        {
            throw new SecretsKitException(ErrorCode.LimitExceeded, "the document or the schema is too deep or too large to be validated");
        }

        _depth++;
        var faults = node switch
        {
            FieldsNode fields when value is MapValue map => OfFields(fields, map, path, isStrict),
            FieldsNode => [$"{path} : '{DataText.Of(value)}' is not a map"],
            ItemsNode items when value is ListValue list => OfItems(items, list, path, isStrict),
            ItemsNode => [$"{path} : '{DataText.Of(value)}' is not a list"],
            _ => Faults(((ValidatorNode)node).Validator, value, path, isStrict),
        };
        _depth--;
        return faults;
    }

    private List<string> Faults(Validator validator, DataValue value, string path, bool isStrict)
    {
        if (value is NullValue && validator is { IsOptional: true, MayBeNull: true })
        {
            return [];
        }

        var own = validator.Faults(value).Select(fault => $"{path}: {fault}").ToList();
        if (own.Count > 0)
        {
            return own;
        }

        return validator switch
        {
            IncludeValidator include => OfInclude(include, value, path, isStrict),
            ListValidator or MapValidator => OfChildren(validator, value, path, isStrict),
            AnyValidator => OfAlternatives(validator, value, path, isStrict),
            SubsetValidator when value is ListValue list =>
                [.. list.Items.SelectMany(item => OfAlternatives(validator, item, path, isStrict))],
            SubsetValidator => OfAlternatives(validator, value, path, isStrict),
            _ => [],
        };
    }

    private List<string> OfFields(FieldsNode fields, MapValue map, string path, bool isStrict)
    {
        var faults = new List<string>();
        if (isStrict)
        {
            var known = fields.Fields.Select(field => field.Key).ToHashSet();
            faults.AddRange(map.Fields.Keys.Where(key => !known.Contains(key)).Select(
                key => $"{Inner(path, DataText.Of(key))}: Unexpected element"));
        }

        foreach (var (key, node) in fields.Fields)
        {
            faults.AddRange(OfPart(node, map.Fields.GetValueOrDefault(key), Inner(path, DataText.Of(key)), isStrict));
        }

        return faults;
    }

    private List<string> OfItems(ItemsNode items, ListValue list, string path, bool isStrict)
    {
        var faults = new List<string>();
        for (var at = items.Items.Count; isStrict && at < list.Items.Count; at++)
        {
            faults.Add($"{Inner(path, $"{at}")}: Unexpected element");
        }

        for (var at = 0; at < items.Items.Count; at++)
        {
            faults.AddRange(OfPart(items.Items[at], list.Items.ElementAtOrDefault(at), Inner(path, $"{at}"), isStrict));
        }

        return faults;
    }

    private List<string> OfPart(SchemaNode node, DataValue? value, string path, bool isStrict) =>
        value is not null ? Faults(node, value, path, isStrict)
        : node is ValidatorNode { Validator.IsOptional: true } ? []
        : [$"{path}: Required field missing"];

    private List<string> OfInclude(IncludeValidator include, DataValue value, string path, bool isStrict) =>
        includes.TryGetValue(include.Included, out var node)
            ? Faults(node, value, path, include.IsStrict ?? isStrict)
            : [$"Include '{include.Included}' has not been defined."];

    private List<string> OfChildren(Validator validator, DataValue value, string path, bool isStrict)
    {
        var children = value is ListValue list
            ? list.Items.Select((item, at) => (Name: $"{at}", Value: item))
            : ((MapValue)value).Fields.Select(field => (Name: DataText.Of(field.Key), field.Value));
        return [.. children.SelectMany(child => OfAlternatives(validator, child.Value, Inner(path, child.Name), isStrict))];
    }

    // Where no alternative fits, all say why.
    private List<string> OfAlternatives(Validator validator, DataValue value, string path, bool isStrict)
    {
        var all = new List<string>();
        foreach (var inner in validator.Arguments.Inner)
        {
            var faults = Faults(new ValidatorNode(inner), value, path, isStrict);
            if (faults.Count == 0)
            {
                return [];
            }

            all.AddRange(faults);
        }

        return all;
    }

    private static string Inner(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
