using SecretsKit.Core.Ssh;

namespace SecretsKit.Cli.Signing;

/// <summary>A list of signers that was read.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Signers">Who may sign.</param>
internal sealed record SignersList(string Path, AllowedSigners Signers);
