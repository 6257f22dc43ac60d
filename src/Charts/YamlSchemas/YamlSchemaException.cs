using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.YamlSchemas;

/// <summary>A schema that cannot be used.</summary>
/// <param name="problem">What is wrong with it, and at which node.</param>
public sealed class YamlSchemaException(string problem) : SecretsKitException(ErrorCode.MalformedConfig, problem);
