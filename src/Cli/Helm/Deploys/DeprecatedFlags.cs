using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>Flags that Helm 4 keeps under their old names, and flags that exclude each other.</summary>
internal static class DeprecatedFlags
{
    /// <summary>Warns of old names.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: flags exclude each other.</exception>
    public static void Check(HelmSession session, ParsedFlags flags)
    {
        if (session.Generation != HelmGeneration.V4)
        {
            return;
        }

        Warn(session, flags, WaitFlags.Atomic, WaitFlags.RollbackOnFailure);
        Warn(session, flags, DeployFlags.Force, DeployFlags.ForceReplace);
        Exclude(flags, DeployFlags.ForceReplace, DeployFlags.ForceConflicts);
        Exclude(flags, DeployFlags.Force, DeployFlags.ForceConflicts);
    }

    private static void Warn(HelmSession session, ParsedFlags flags, Flag old, Flag present)
    {
        if (flags.IsGiven(old))
        {
            session.Host.WriteErrorLine($"Flag --{old.Name} has been deprecated, use --{present.Name} instead");
        }
    }

    private static void Exclude(ParsedFlags flags, Flag one, Flag other)
    {
        if (flags.IsGiven(one) && flags.IsGiven(other))
        {
            throw new SecretsKitException(
                ErrorCode.Usage,
                $"if any flags in the group [{one.Name} {other.Name}] are set none of the others can be; "
                + $"[{string.Join(' ', ((string[])[one.Name, other.Name]).Order(StringComparer.Ordinal))}] were all set");
        }
    }
}
