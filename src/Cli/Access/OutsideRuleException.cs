using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Access;

/// <summary>A file was not changed: it leaves more readable, or for more recipients, than its creation rule allows.</summary>
/// <param name="findings">What is wrong.</param>
internal sealed class OutsideRuleException(IReadOnlyList<string> findings)
    : SecretsKitException(ErrorCode.OutsideRule, "left as it is, because it is not as its rule in .sops.yaml says: " + Listed(findings))
{
    private const int MostListed = 20;

    /// <summary>The findings as one text: files with the same one need the same answer.</summary>
    public string Finding { get; } = string.Join('\n', findings);

    private static string Listed(IReadOnlyList<string> findings) =>
        string.Join("; ", findings.Take(MostListed)) + (findings.Count > MostListed ? $" and {findings.Count - MostListed} more" : "");
}
