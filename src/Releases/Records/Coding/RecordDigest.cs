using System.Security.Cryptography;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>What a record is known again by: whoever changes a revision changes its record.</summary>
public static class RecordDigest
{
    /// <summary><c>sha256:</c> and 64 hexadecimal digits over what the storage carries.</summary>
    public static string Of(StoredRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(record.Payload.GetValueOrDefault().Span));
    }
}
