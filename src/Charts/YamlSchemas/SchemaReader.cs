using SecretsKit.Charts.YamlSchemas.Data;
using SecretsKit.Charts.YamlSchemas.Expressions;
using SecretsKit.Charts.YamlSchemas.Validators;

namespace SecretsKit.Charts.YamlSchemas;

/// <summary>Makes the parts of a schema of its document.</summary>
internal static class SchemaReader
{
    /// <summary>Reads a part.</summary>
    /// <param name="value">The part.</param>
    /// <param name="path">The names of the parts around it, joined by dots.</param>
    /// <exception cref="YamlSchemaException">It holds something that is no expression.</exception>
    public static SchemaNode Read(DataValue value, string path) => value switch
    {
        MapValue map => new FieldsNode(
            [.. map.Fields.Select(field => KeyValuePair.Create(field.Key, Read(field.Value, Inner(path, DataText.Of(field.Key)))))]),
        ListValue list => new ItemsNode([.. list.Items.Select((item, at) => Read(item, Inner(path, $"{at}")))]),
        TextValue text => Expression(text.Value, path),
        _ => throw Invalid(DataText.Of(value), "compile() arg 1 must be a string, bytes or AST object", path),
    };

    private static ValidatorNode Expression(string text, string path)
    {
        try
        {
            return ExpressionParser.Parse(text) is CallExpression call
                ? new(ValidatorTable.Create(call))
                : throw new ExpressionException("Schema expressions must be enclosed by a validator.");
        }
        catch (ExpressionException failure)
        {
            throw Invalid(text, failure.Message, path);
        }
    }

    private static string Inner(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static YamlSchemaException Invalid(string expression, string problem, string path) =>
        new($"Invalid schema expression: '{expression}'. {problem} at node '{path}'");
}
