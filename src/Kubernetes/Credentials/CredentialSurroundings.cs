using SecretsKit.Platform;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Kubernetes.Credentials;

/// <summary>What credentials are obtained with.</summary>
/// <param name="Environment">Variables of plugins, and the folder that relative paths count from.</param>
/// <param name="Processes">Runs plugins.</param>
/// <param name="Clock">Says when tokens end.</param>
/// <param name="HasTerminal">Whether a plugin can ask: standard input is a terminal.</param>
public sealed record CredentialSurroundings(
    HostEnvironment Environment, IProcessRunner Processes, TimeProvider Clock, bool HasTerminal);
