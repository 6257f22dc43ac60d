using SecretsKit.Providers.Aws.Calls;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>What services of AWS say in a sentence alone.</summary>
internal static class AwsServerSentence
{
    private static readonly string[] Deletion = ["marked for deletion", "marked deleted", "scheduled for deletion"];

    /// <summary>
    /// Whether a secret is about to be deleted: both codes have been seen for it, and each of them has other meanings too (spec
    /// external-secrets.md 10, Q3).
    /// </summary>
    public static bool IsMarkedForDeletion(AwsFailure failure) =>
        failure.Code is "InvalidRequestException" or "InvalidParameterException"
        && Deletion.Any(words => failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
