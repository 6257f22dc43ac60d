namespace SecretsKit.Providers.Aws.Kms;

/// <summary>The ARN of a key or an alias (spec sops.md 7.5).</summary>
internal static class KmsKeyArn
{
    internal const string Example = "arn:aws:kms:eu-central-1:111122223333:key/ID, or ends with alias/NAME";

    /// <summary>The region that an ARN names, or null for a text that names no key of KMS.</summary>
    public static string? RegionOf(string arn)
    {
        var parts = arn.Split(':', 6);
        return parts is ["arn", var partition, "kms", { Length: > 0 } region, { Length: > 0 } account, var key]
            && partition.StartsWith("aws", StringComparison.Ordinal)
            && partition.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
            && account.All(char.IsAsciiDigit)
            && (key.StartsWith("key/", StringComparison.Ordinal) || key.StartsWith("alias/", StringComparison.Ordinal))
            && key.IndexOf('/', StringComparison.Ordinal) < key.Length - 1
            && region.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? region : null;
    }
}
