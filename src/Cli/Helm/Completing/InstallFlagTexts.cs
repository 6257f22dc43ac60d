using SecretsKit.Charts.Model;
using static SecretsKit.Cli.Helm.Completing.FlagRows;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>The flags of the commands that install and upgrade, as the reference words them.</summary>
internal static class InstallFlagTexts
{
    /// <summary>Flags of which one at most is given.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Exclusive { get; } =
        [["force-replace", "force-conflicts"], ["force", "force-conflicts"]];

    /// <summary>What Helm 4 waits for.</summary>
    public static CobraFlag Wait { get; } =
        Optional(
            "wait",
            "wait until resources are ready (up to --timeout). Use '--wait' alone for 'watcher' strategy, or specify one of: "
            + "'watcher', 'hookOnly', 'legacy'. Default when flag is omitted: 'hookOnly'.", "watcher");

    /// <summary>Whether Helm 4 changes anything.</summary>
    public static CobraFlag DryRun { get; } =
        Optional(
            "dry-run",
            "simulates the operation without persisting changes. Must be one of: \"none\" (default), \"client\", or \"server\". "
            + "'--dry-run=none' executes the operation normally and persists changes (no simulation). '--dry-run=client' simulates "
            + "the operation client-side only and avoids cluster connections. '--dry-run=server' simulates the operation on the "
            + "server, requiring cluster connectivity.", "unset");

    /// <summary>What works on in Helm 4 under another name.</summary>
    public static IReadOnlyList<CobraFlag> Deprecated { get; } =
        [Hidden(Switch("force", "deprecated")), Hidden(Switch("atomic", "deprecated"))];

    /// <summary>What <c>install</c> and <c>template</c> share.</summary>
    public static IReadOnlyList<CobraFlag> Shared(HelmGeneration generation) =>
    [
        .. ChartFlagTexts.Values(generation),
        .. ChartFlagTexts.Chart(HelmCandidates.VersionOfNamedChart),
        .. PostRendering(generation),
        ChartFlagTexts.Devel,
        Switch("create-namespace", "create the release namespace if not present"),
        Switch("no-hooks", "prevent hooks from running during install"),
        Duration("timeout", "time to wait for any individual Kubernetes operation (like Jobs for hooks)"),
        Switch(
            "wait-for-jobs",
            "if set and --wait enabled, will wait until all Jobs have been completed before marking the release as successful. "
            + "It will wait for as long as --timeout"),
        Switch("generate-name", "generate the name (and omit the NAME parameter)", letter: "g"),
        Text("name-template", "specify template used to name the release"),
        Text("description", "add a custom description"),
        Switch("dependency-update", "update dependencies if they are missing before installing the chart"),
        Switch(
            "disable-openapi-validation",
            "if set, the installation process will not validate rendered templates against the Kubernetes OpenAPI Schema"),
        Switch("skip-crds", "if set, no CRDs will be installed. By default, CRDs are installed if not already present"),
        Switch("render-subchart-notes", "if set, render subchart notes along with the parent"),
        Switch("skip-schema-validation", "if set, disables JSON schema validation"),
        Text("labels", "Labels that would be added to release metadata. Should be divided by comma.", letter: "l"),
        Switch("enable-dns", "enable DNS lookups when rendering templates"),
        Switch("hide-notes", "if set, do not show notes in install output. Does not affect presence in chart metadata"),
        Switch(
            "take-ownership",
            "if set, install will ignore the check for helm annotations and take ownership of the existing resources"),
        .. generation == HelmGeneration.V4
            ? (CobraFlag[])
            [
                Wait,
                .. Deprecated,
                Switch(
                    "replace",
                    "reuse the given name, only if that name is a deleted release which remains in the history. This is unsafe "
                    + "in production"),
                Switch("force-replace", "force resource updates by replacement"),
                Switch("force-conflicts", "if set server-side apply will force changes against conflicts"),
                Switch("server-side", "object updates run in the server instead of the client"),
                Switch(
                    "rollback-on-failure",
                    "if set, Helm will rollback (uninstall) the installation upon failure. The --wait flag will be default to "
                    + "\"watcher\" if --rollback-on-failure is set"),
            ]
            :
            [
                Switch(
                    "replace",
                    "re-use the given name, only if that name is a deleted release which remains in the history. This is unsafe "
                    + "in production"),
                .. OfHelm3,
                Switch(
                    "atomic",
                    "if set, the installation process deletes the installation on failure. The --wait flag will be set "
                    + "automatically if --atomic is used"),
            ],
    ];

    /// <summary><c>upgrade</c>.</summary>
    public static IReadOnlyList<CobraFlag> Upgrade(HelmGeneration generation) =>
    [
        .. ChartFlagTexts.Values(generation),
        .. ChartFlagTexts.Chart(HelmCandidates.VersionOfArgument(2)),
        .. PostRendering(generation),
        ChartFlagTexts.Devel,
        Output,
        Switch("create-namespace", "if --install is set, create the release namespace if not present"),
        Switch("install", "if a release by this name doesn't already exist, run an install", letter: "i"),
        Switch("hide-secret", "hide Kubernetes Secrets when also using the --dry-run flag"),
        Switch("no-hooks", "disable pre/post upgrade hooks"),
        Switch(
            "disable-openapi-validation",
            "if set, the upgrade process will not validate rendered templates against the Kubernetes OpenAPI Schema"),
        Switch(
            "skip-crds",
            "if set, no CRDs will be installed when an upgrade is performed with install flag enabled. By default, CRDs are "
            + "installed if not already present, when an upgrade is performed with install flag enabled"),
        Duration("timeout", "time to wait for any individual Kubernetes operation (like Jobs for hooks)"),
        Switch("reset-values", "when upgrading, reset the values to the ones built into the chart"),
        Switch(
            "reuse-values",
            "when upgrading, reuse the last release's values and merge in any overrides from the command line via --set and -f. "
            + "If '--reset-values' is specified, this is ignored"),
        Switch(
            "reset-then-reuse-values",
            "when upgrading, reset the values to the ones built into the chart, apply the last release's values and merge in any "
            + "overrides from the command line via --set and -f. If '--reset-values' or '--reuse-values' is specified, this is "
            + "ignored"),
        Switch(
            "wait-for-jobs",
            "if set and --wait enabled, will wait until all Jobs have been completed before marking the release as successful. "
            + "It will wait for as long as --timeout"),
        Number("history-max", "limit the maximum number of revisions saved per release. Use 0 for no limit"),
        Switch("cleanup-on-fail", "allow deletion of new resources created in this upgrade when upgrade fails"),
        Switch("render-subchart-notes", "if set, render subchart notes along with the parent"),
        Switch("hide-notes", "if set, do not show notes in upgrade output. Does not affect presence in chart metadata"),
        Switch("skip-schema-validation", "if set, disables JSON schema validation"),
        Text(
            "labels",
            "Labels that would be added to release metadata. Should be separated by comma. Original release labels will be "
            + "merged with upgrade labels. You can unset label using null.", letter: "l"),
        Text("description", "add a custom description"),
        Switch("dependency-update", "update dependencies if they are missing before installing the chart"),
        Switch("enable-dns", "enable DNS lookups when rendering templates"),
        Switch(
            "take-ownership",
            "if set, upgrade will ignore the check for helm annotations and take ownership of the existing resources"),
        .. generation == HelmGeneration.V4
            ? (CobraFlag[])
            [
                Wait,
                DryRun,
                .. Deprecated,
                Switch("force-replace", "force resource updates by replacement"),
                Switch("force-conflicts", "if set server-side apply will force changes against conflicts"),
                Text(
                    "server-side",
                    "must be \"true\", \"false\" or \"auto\". Object updates run in the server instead of the client (\"auto\" "
                    + "defaults the value from the previous chart release's method)"),
                Switch(
                    "rollback-on-failure",
                    "if set, Helm will rollback the upgrade to previous success release upon failure. The --wait flag will be "
                    + "defaulted to \"watcher\" if --rollback-on-failure is set"),
            ]
            :
            [
                .. OfHelm3,
                Switch(
                    "atomic",
                    "if set, upgrade process rolls back changes made in case of failed upgrade. The --wait flag will be set "
                    + "automatically if --atomic is used"),
            ],
    ];

    // What installing and upgrading share in Helm 3. Flags are sorted when they are shown.
    private static IReadOnlyList<CobraFlag> OfHelm3 { get; } =
    [
        Optional(
            "dry-run",
            "simulate an install. If --dry-run is set with no option being specified or as '--dry-run=client', it will "
            + "not attempt cluster connections. Setting '--dry-run=server' allows attempting cluster connections.", "client"),
        Switch("force", "force resource updates through a replacement strategy"),
        Switch(
            "wait",
            "if set, will wait until all Pods, PVCs, Services, and minimum number of Pods of a Deployment, StatefulSet, "
            + "or ReplicaSet are in a ready state before marking the release as successful. It will wait for as long as "
            + "--timeout"),
    ];

    private static IReadOnlyList<CobraFlag> PostRendering(HelmGeneration generation) =>
    [
        generation == HelmGeneration.V4
            ? Text(
                "post-renderer",
                "the name of a postrenderer type plugin to be used for post rendering. If it exists, the plugin will be used")
            : Text(
                "post-renderer",
                "the path to an executable to be used for post rendering. If it exists in $PATH, the binary will be used, "
                + "otherwise it will try to look for the executable at the given path"),
        List("post-renderer-args", "an argument to the post-renderer (can specify multiple)"),
    ];
}
