using SecretsKit.Cli.Access;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>An encrypted file against its creation rule, by the same comparison as that of the verbs that change files.</summary>
internal static class RuleDifference
{
    /// <summary>
    /// The rule against the file; null for a file that is not encrypted, without a rule, or with one that
    /// cannot be read, which another rule reports.
    /// </summary>
    public static AccessDifference? Of(CheckedFile file)
    {
        if (file is not { Encrypted: { } encrypted, Format: { } format, Match.Rule: { } rule })
        {
            return null;
        }

        try
        {
            var policy = AccessPolicy.Of(encrypted.Metadata).In(format);
            return new(AccessPolicy.Of(rule.Resolve(EncryptionContext.Empty)).In(format).CompletedFrom(policy), policy);
        }
        catch (SecretsKitException)
        {
            return null;
        }
    }

    /// <summary>
    /// The same where the rule names recipients. A rule without keys has one empty group; keys were then named on the command line.
    /// </summary>
    public static AccessDifference? OfRecipients(CheckedFile file) => file.Match?.Rule is { HasKeys: true } ? Of(file) : null;
}
