using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>What the flags of commands that change releases mean.</summary>
internal static class DeployFlags
{
    public static readonly Flag CreateNamespace = Switch("create-namespace", "Makes the namespace of the release if it is missing.");
    public static readonly Flag Description = new(FlagKind.Text, "description", "What the history says of it.");
    public static readonly Flag DisableOpenApiValidation = Switch(
        "disable-openapi-validation", "Does not compare fields with the server's schema before anything is written.");
    public static readonly Flag Force = Switch("force", "Replaces objects instead of patching them.");
    public static readonly Flag ForceReplace = Switch("force-replace", "Replaces objects instead of patching them.");
    public static readonly Flag ForceConflicts = Switch("force-conflicts", "Takes fields from their owners.");
    public static readonly Flag Labels = new(FlagKind.CommaList, "labels", "Labels of the record: key=value.") { Aliases = ["l"] };
    public static readonly Flag Replace = Switch("replace", "Uses the name of an uninstalled release again.");
    public static readonly Flag SkipCrds = Switch("skip-crds", "Leaves out the definitions under crds/.");
    public static readonly Flag TakeOwnership = Switch("take-ownership", "Makes objects that are there the release's own.");
    public static readonly Flag ServerSide = new(
        FlagKind.Text, "server-side", "Whether the server applies the objects: true, false or auto.");

    /// <summary>What <c>--dry-run</c> says.</summary>
    public static DryRunMode DryRun(ParsedFlags flags) => flags.Text(HelmFlags.DryRun) switch
    {
        "" or "none" or "false" => DryRunMode.None,
        "server" => DryRunMode.Server,
        _ => DryRunMode.Client,
    };

    /// <summary>How an installation writes objects.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: the flags exclude each other, or a value is none.</exception>
    public static WriteMethod InstallMethod(HelmSession session, ParsedFlags flags)
    {
        if (session.Generation == HelmGeneration.V3)
        {
            return flags.IsOn(Force) ? WriteMethod.Replacing : WriteMethod.ClientSide;
        }

        var isServerSide = !flags.IsGiven(ServerSide) || RequireBool(flags.Text(ServerSide));
        var replaces = flags.IsOn(ForceReplace) || flags.IsOn(Force);
        return (isServerSide, replaces) switch
        {
            (true, true) => WriteMethod.ServerSideReplacing,
            (true, _) => flags.IsOn(ForceConflicts) ? WriteMethod.ServerSideForced : WriteMethod.ServerSide,
            (_, true) => WriteMethod.Replacing,
            _ => WriteMethod.ClientSide,
        };
    }

    /// <summary>The labels of the record.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: one is no pair.</exception>
    public static IReadOnlyDictionary<string, string> RecordLabels(ParsedFlags flags)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in flags.List(Labels))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw new SecretsKitException(
                    ErrorCode.Usage,
                        $"invalid argument {GoQuote.Format(pair)} for \"-l, --labels\" flag: {pair} must be formatted as key=value");
            }

            labels[pair[..equals]] = pair[(equals + 1)..];
        }

        return labels;
    }

    /// <summary>Whether hooks run.</summary>
    public static HookUse Hooks(ParsedFlags flags) => flags.IsOn(HelmFlags.NoHooks) ? HookUse.Skip : HookUse.Run;

    /// <summary>Whether fields are checked before anything is written.</summary>
    public static FieldRule Fields(ParsedFlags flags) => flags.IsOn(DisableOpenApiValidation) ? FieldRule.Unchecked : FieldRule.Checked;

    /// <summary>What becomes of objects that are there.</summary>
    public static OwnershipPolicy Ownership(ParsedFlags flags) => flags.IsOn(TakeOwnership)
        ? OwnershipPolicy.Take
        : OwnershipPolicy.Require;

    private static bool RequireBool(string text) => GoBool.TryParse(text, out var on)
        ? on
        : throw new SecretsKitException(
            ErrorCode.Usage, $"strconv.ParseBool: parsing {GoQuote.Format(text)}: invalid syntax");

    private static Flag Switch(string name, string help) => new(FlagKind.Switch, name, help);
}
