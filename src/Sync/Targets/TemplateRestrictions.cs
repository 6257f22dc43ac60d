using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>Templates that give more rights than a mapping has (spec external-secrets.md 1.6), and targets that no Secret has.</summary>
internal static class TemplateRestrictions
{
    /// <summary>Secrets of this type get a token of a service account.</summary>
    public const string ServiceAccountType = "kubernetes.io/service-account-token";

    /// <summary>Secrets of this type admit machines to the cluster.</summary>
    public const string BootstrapType = "bootstrap.kubernetes.io/token";

    private const string ServiceAccountName = "kubernetes.io/service-account.name";

    /// <summary>Refuses them.</summary>
    public static void Check(TemplateSpec template)
    {
        CheckVersion(template);
        if (template.Type == BootstrapType)
        {
            throw Refused($"template.type=\"{BootstrapType}\" is not allowed");
        }

        if (template.Type == ServiceAccountType && template.Annotations.ContainsKey(ServiceAccountName))
        {
            throw Refused($"template.type=\"{ServiceAccountType}\" with annotation \"{ServiceAccountName}\" is not allowed");
        }

        foreach (var source in template.From)
        {
            if (!IsOneOf(source.Target, "data", "annotations", "labels"))
            {
                throw Refused(
                    $"templateFrom target=\"{source.Target}\" is not allowed when targeting a Secret, must be one of \"Data\", "
                    + "\"Annotations\" or \"Labels\"");
            }

            if (template.Type == ServiceAccountType && IsOneOf(source.Target, "annotations"))
            {
                throw Refused($"template.type=\"{ServiceAccountType}\" with templateFrom target \"Annotations\" is not allowed");
            }
        }
    }

    /// <summary>Refuses languages of templates other than the one that is served.</summary>
    public static void CheckVersion(TemplateSpec template)
    {
        if (template.EngineVersion != "v2")
        {
            throw Refused("unsupported template engine version");
        }
    }

    private static bool IsOneOf(string target, params string[] names) => names.Contains(target.ToLowerInvariant());

    private static SyncException Refused(string message) => new(SyncFault.Target, message);
}
