namespace SecretsKit.Core.Envelope.Keys;

/// <summary>A Huawei Cloud KMS key.</summary>
/// <param name="KeyId"><c>region:uuid</c>.</param>
public sealed record HuaweiKmsMasterKey(string KeyId) : MasterKey(KeyType.HuaweiKms)
{
    /// <inheritdoc/>
    public override string Id => KeyId;
}
