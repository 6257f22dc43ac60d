using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Hooks;

/// <summary>The words of hooks in records and annotations.</summary>
internal static class HookText
{
    public const string BeforeCreation = "before-hook-creation";

    /// <summary>For deletion, and for printing logs.</summary>
    public const string Succeeded = "hook-succeeded";

    /// <summary>For deletion, and for printing logs.</summary>
    public const string Failed = "hook-failed";

    /// <summary>The word of an event, such as <c>pre-install</c>.</summary>
    public static string Of(HookEvent hookEvent) => hookEvent switch
    {
        HookEvent.PreInstall => "pre-install",
        HookEvent.PostInstall => "post-install",
        HookEvent.PreUpgrade => "pre-upgrade",
        HookEvent.PostUpgrade => "post-upgrade",
        HookEvent.PreRollback => "pre-rollback",
        HookEvent.PostRollback => "post-rollback",
        HookEvent.PreDelete => "pre-delete",
        HookEvent.PostDelete => "post-delete",
        _ => "test",
    };

    /// <summary>Whether the hook's object is deleted in a case. Definitions never are: all objects of their kinds would go, too.</summary>
    public static bool IsDeleted(ReleaseHook hook, string policy) =>
        hook.Kind != "CustomResourceDefinition" && hook.DeletePolicies.Contains(policy);
}
