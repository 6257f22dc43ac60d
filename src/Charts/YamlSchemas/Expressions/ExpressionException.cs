namespace SecretsKit.Charts.YamlSchemas.Expressions;

/// <summary>A text that is no expression.</summary>
internal sealed class ExpressionException(string message) : Exception(message);
