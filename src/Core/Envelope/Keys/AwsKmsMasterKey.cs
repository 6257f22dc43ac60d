namespace SecretsKit.Core.Envelope.Keys;

/// <summary>An AWS KMS key.</summary>
/// <param name="Arn">The key's or alias's ARN.</param>
/// <param name="Role">The role to assume before the key is used, or empty.</param>
/// <param name="Context">What each wrap is bound to.</param>
/// <param name="Profile">The shared-config profile to use, or empty for the default credentials.</param>
public sealed record AwsKmsMasterKey(string Arn, string Role, EncryptionContext Context, string Profile) : MasterKey(KeyType.AwsKms)
{
    /// <inheritdoc/>
    public override string Id
    {
        get
        {
            var key = Role.Length == 0 ? Arn : $"{Arn}+{Role}";
            return Profile.Length > 0 ? $"{key}|{Context}|{Profile}" : Context.IsEmpty ? key : $"{key}|{Context}";
        }
    }
}
