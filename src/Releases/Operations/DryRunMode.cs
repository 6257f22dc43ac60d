namespace SecretsKit.Releases.Operations;

/// <summary>Whether an operation changes anything.</summary>
public enum DryRunMode
{
    /// <summary>It does.</summary>
    None,

    /// <summary>It does not; what the server has is not asked for, as far as the generation of Helm does without.</summary>
    Client,

    /// <summary>It does not; the server is asked what it has.</summary>
    Server,
}
