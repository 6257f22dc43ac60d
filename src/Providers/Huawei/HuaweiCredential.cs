namespace SecretsKit.Providers.Huawei;

/// <summary>An access key of Huawei Cloud with its secret. Not a record: it holds a secret.</summary>
/// <param name="accessKey">The public half.</param>
/// <param name="secretKey">The secret half, which signs.</param>
/// <param name="securityToken">Sent along with temporary keys; empty for lasting ones.</param>
internal sealed class HuaweiCredential(string accessKey, string secretKey, string securityToken)
{
    /// <summary>The public half.</summary>
    public string AccessKey { get; } = accessKey;

    /// <summary>Sent along with temporary keys; empty for lasting ones.</summary>
    public string SecurityToken { get; } = securityToken;

    /// <summary>The project that requests are for; empty if it has to be asked for.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary>Where projects are asked for; empty for the region's own server.</summary>
    public string IamEndpoint { get; init; } = "";

    /// <summary>When it ends; null for lasting keys.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The secret half.</summary>
    public string RevealSecretKey() => secretKey;

    /// <summary>Neither of the halves.</summary>
    public override string ToString() => "HuaweiCredential(***)";
}
