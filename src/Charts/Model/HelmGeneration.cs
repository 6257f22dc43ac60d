namespace SecretsKit.Charts.Model;

/// <summary>Whose behaviour counts where Helm's generations differ (spec helm.md 19).</summary>
public enum HelmGeneration
{
    /// <summary>Helm 4.2.</summary>
    V4,

    /// <summary>Helm 3.19.</summary>
    V3,
}
