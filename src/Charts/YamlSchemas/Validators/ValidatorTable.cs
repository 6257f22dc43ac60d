using SecretsKit.Charts.YamlSchemas.Data;
using SecretsKit.Charts.YamlSchemas.Expressions;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>The validators by name.</summary>
internal static class ValidatorTable
{
    /// <summary>Makes the validator that an expression describes.</summary>
    /// <exception cref="ExpressionException">There is no such validator.</exception>
    public static Validator Create(CallExpression call)
    {
        if (Find(call.Name) is not { } create)
        {
            throw new ExpressionException($"Not a registered validator: '{call.Name}'. ");
        }

        var keywords = new Dictionary<string, DataValue>();
        Validator? key = null;
        foreach (var (name, value) in call.Keywords)
        {
            if (value is CallExpression inner)
            {
                key = name == "key" ? Create(inner) : key;
            }
            else
            {
                keywords[name] = Literal(value);
            }
        }

        return create(new(
            [.. call.Arguments.Where(argument => argument is not CallExpression).Select(Literal)],
            [.. call.Arguments.OfType<CallExpression>().Select(Create)],
            keywords,
            key));
    }

    private static DataValue Literal(Expression expression) => expression is LiteralExpression literal ? literal.Value
        : throw new ExpressionException($"name '{(expression as NameExpression)?.Name}' is not defined");

    private static Func<ValidatorArguments, Validator>? Find(string name) => name switch
    {
        "str" => arguments => new SimpleValidator("str", value => value is TextValue, TextConstraints.Of, arguments),
        "int" => arguments => new SimpleValidator("int", value => value is IntegerValue, Bounds.OfValue, arguments),
        "num" => arguments => new SimpleValidator("num", value => value is IntegerValue or FloatValue, Bounds.OfValue, arguments),
        "bool" => arguments => new SimpleValidator("bool", value => value is BooleanValue, null, arguments),
        "null" => arguments => new SimpleValidator("null", value => value is NullValue, null, arguments),
        "day" => arguments => new SimpleValidator("day", value => value is TimeValue, Bounds.OfValue, arguments),
        "timestamp" => arguments =>
            new SimpleValidator("timestamp", value => value is TimeValue { IsMoment: true }, Bounds.OfValue, arguments),
        "enum" => arguments => new EnumValidator(arguments),
        "regex" => arguments => new RegexValidator("regex match", arguments.Texts, arguments),
        "mac" => RegexValidator.Mac,
        "semver" => RegexValidator.SemanticVersion,
        "ip" => arguments => new IpValidator(arguments),
        "list" => arguments => new ListValidator(arguments),
        "map" => arguments => new MapValidator(arguments),
        "any" => arguments => new AnyValidator(arguments),
        "subset" => arguments => new SubsetValidator(arguments),
        "include" => arguments => new IncludeValidator(arguments),
        _ => null,
    };
}
