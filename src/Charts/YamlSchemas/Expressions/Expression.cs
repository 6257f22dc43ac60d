using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Expressions;

/// <summary>What an argument of a validator is.</summary>
internal abstract record Expression;

/// <summary>A value.</summary>
internal sealed record LiteralExpression(DataValue Value) : Expression;

/// <summary>A name by itself.</summary>
internal sealed record NameExpression(string Name) : Expression;

/// <summary>A validator with its arguments.</summary>
internal sealed record CallExpression(
    string Name, IReadOnlyList<Expression> Arguments, IReadOnlyDictionary<string, Expression> Keywords) : Expression;
