namespace SecretsKit.Kubernetes.Configuration;

/// <summary>Whether a credential plugin reads from the terminal.</summary>
public enum ExecInteraction
{
    /// <summary>Where there is a terminal.</summary>
    IfAvailable,

    /// <summary>Never.</summary>
    Never,

    /// <summary>Always: it cannot run where there is none.</summary>
    Always,
}
