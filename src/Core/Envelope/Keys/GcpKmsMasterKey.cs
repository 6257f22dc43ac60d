namespace SecretsKit.Core.Envelope.Keys;

/// <summary>A Google Cloud KMS key.</summary>
/// <param name="ResourceId"><c>projects/P/locations/L/keyRings/R/cryptoKeys/K</c>.</param>
public sealed record GcpKmsMasterKey(string ResourceId) : MasterKey(KeyType.GcpKms)
{
    /// <inheritdoc/>
    public override string Id => ResourceId;
}
