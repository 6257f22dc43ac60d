using SecretsKit.Core.Errors;
using SecretsKit.Sync.Caching;

namespace SecretsKit.Sync.Observing;

/// <summary>Messages of several controllers.</summary>
internal static class LogMessages
{
    /// <summary>A look at an object failed, and is repeated.</summary>
    public static void Failed(this IAgentLog log, string controller, ObjectKey key, SecretsKitException failure)
    {
        if (log.IsOn(LogLevel.Warn))
        {
            log.Write(
                LogLevel.Warn, "reconciliation failed", ("controller", controller), ("namespace", key.Namespace), ("name", key.Name),
                ("error", failure.Message));
        }
    }
}
