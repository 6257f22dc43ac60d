using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>The audit log that an administrator can ask for (spec sops.md 10.10), which this version cannot write.</summary>
internal static class AuditLog
{
    /// <summary>
    /// Refuses where one is asked for: the reference does not work without it either, and a log with holes is worse than none.
    /// </summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>.</exception>
    public static void RefuseIfAskedFor(CliHost host)
    {
        if (File.Exists(host.AuditConfig))
        {
            throw new SecretsKitException(
                ErrorCode.General, $"{host.AuditConfig} asks for an audit log, which this version cannot write; nothing was done")
            {
                Hint = "use the reference tool where an audit log is required",
            };
        }
    }
}
