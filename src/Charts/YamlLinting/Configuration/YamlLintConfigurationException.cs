using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>A configuration of YAML linting that cannot be used.</summary>
/// <param name="problem">What is wrong with it.</param>
public sealed class YamlLintConfigurationException(string problem)
    : SecretsKitException(ErrorCode.MalformedConfig, "invalid config: " + problem);
