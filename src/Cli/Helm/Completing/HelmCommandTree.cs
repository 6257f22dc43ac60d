using SecretsKit.Charts.Model;
using SecretsKit.CommandLine.Completion;
using static SecretsKit.Cli.Helm.Completing.FlagRows;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>
/// All commands of Helm 4.2 and 3.19, in the words of their help: also those that this program refuses, because shells ask for what users
/// of Helm expect, and the refusal names the next step.
/// </summary>
internal static class HelmCommandTree
{
    /// <summary>The tree for a session: Helm's commands and those of the plugins that are installed.</summary>
    public static CobraCommand Of(HelmSession session)
    {
        var generation = session.Generation;
        IReadOnlyList<CobraCommand> commands =
        [
            .. ChartCommandTree.Of(generation),
            .. Releases(generation),
            new("completion", "generate autocompletion scripts for the specified shell") { Children = [.. Shells()] },
            new("docs", "generate documentation as markdown or man pages")
            {
                IsHidden = true,
                Flags = Docs,
                Arguments = HelmCandidates.NoMore,
            },
            new("env", "helm client environment information") { Arguments = HelmCandidates.Settings },
            new("help", "Help about any command") { Arguments = HelmCandidates.HelpTopics },
            new("plugin", "install, list, or uninstall Helm plugins") { Children = Plugins(generation) },
            new("version", generation == HelmGeneration.V4 ? "print the helm version information" : "print the client version information")
            {
                Flags =
                [
                    Switch("short", "print the version number"),
                    Text("template", "template for version string format"),
                    Hidden(Switch("client", "display client version information", "c")),
                ],
                Arguments = HelmCandidates.NoMore,
            },
        ];
        return new("helm", "The Helm package manager for Kubernetes.")
        {
            Flags = GlobalFlagTexts.Of(generation),
            Children = [.. commands, .. PluginCommands.All(session, commands)],
        };
    }

    private static IEnumerable<CobraCommand> Shells() => ShellScripts.Shells
        .Select(shell => new CobraCommand(shell, $"generate autocompletion script for {shell}")
        {
            Flags = [Switch("no-descriptions", "disable completion descriptions")],
            Arguments = HelmCandidates.NoMore,
        });

    private static IReadOnlyList<CobraFlag> Docs =>
    [
        Text("dir", "directory to which documentation is written"),
        Text(
            "type",
            "the type of documentation to generate (markdown, man, bash)",
            values: HelmCandidates.Words("bash", "man", "markdown")),
        Switch("generate-headers", "generate standard headers for markdown files"),
    ];

    private static IReadOnlyList<CobraCommand> Releases(HelmGeneration generation) =>
    [
        new("get", "download extended information of a named release") { Children = Get },
        new("history", "fetch release history")
        {
            Aliases = ["hist"],
            Flags = [Output, Number("max", "maximum number of revision to include in history")],
            Arguments = HelmCandidates.OneRelease,
        },
        new("install", "install a chart")
        {
            Flags =
            [
                .. InstallFlagTexts.Shared(generation),
                Output,
                Switch("hide-secret", "hide Kubernetes Secrets when also using the --dry-run flag"),
                .. generation == HelmGeneration.V4 ? (CobraFlag[])[InstallFlagTexts.DryRun] : [],
            ],
            ExclusiveFlags = InstallFlagTexts.Exclusive,
            Arguments = HelmCandidates.NameAndChart,
        },
        new("list", "list releases") { Aliases = ["ls"], Flags = ReleaseFlagTexts.List(generation), Arguments = HelmCandidates.NoMore },
        new("rollback", "roll back a release to a previous revision")
        {
            Flags = ReleaseFlagTexts.Rollback(generation),
            ExclusiveFlags = InstallFlagTexts.Exclusive,
            Arguments = HelmCandidates.ReleaseAndRevision,
        },
        new("status", "display the status of the named release")
        {
            Flags = ReleaseFlagTexts.Status(generation),
            Arguments = HelmCandidates.OneRelease,
        },
        new("template", "locally render templates")
        {
            Flags = ReleaseFlagTexts.Template(generation),
            ExclusiveFlags = InstallFlagTexts.Exclusive,
            Arguments = HelmCandidates.NameAndChart,
        },
        new("test", "run tests for a release") { Flags = ReleaseFlagTexts.Test(generation), Arguments = HelmCandidates.OneRelease },
        new("uninstall", "uninstall a release")
        {
            Aliases = ["del", "delete", "un"],
            Flags = ReleaseFlagTexts.Uninstall(generation),
            Arguments = HelmCandidates.Releases,
        },
        new("upgrade", "upgrade a release")
        {
            Flags = InstallFlagTexts.Upgrade(generation),
            ExclusiveFlags = InstallFlagTexts.Exclusive,
            Arguments = HelmCandidates.ReleaseAndChart,
        },
    ];

    private static IReadOnlyList<CobraCommand> Get =>
    [
        Getting(
            "all",
            "download all information for a named release",
            Text("template", "go template for formatting the output, eg: {{.Release.Name}}")),
        Getting("hooks", "download all hooks for a named release"),
        Getting("manifest", "download the manifest for a named release"),
        new("metadata", "This command fetches metadata for a given release")
        {
            Flags = [Output, Number("revision", "specify release revision", values: HelmCandidates.Revisions)],
            Arguments = HelmCandidates.OneRelease,
        },
        Getting("notes", "download the notes for a named release"),
        Getting("values", "download the values file for a named release", Output, Switch("all", "dump all (computed) values", "a")),
    ];

    private static CobraCommand Getting(string name, string about, params CobraFlag[] flags) => new(name, about)
    {
        Flags = [Number("revision", "get the named release with revision", values: HelmCandidates.Revisions), .. flags],
        Arguments = HelmCandidates.OneRelease,
    };

    private static IReadOnlyList<CobraCommand> Plugins(HelmGeneration generation) =>
    [
        new("install", "install a Helm plugin") { Aliases = ["add"], Flags = Installing(generation), Arguments = HelmCandidates.OneFile },
        new("list", "list installed Helm plugins")
        {
            Aliases = ["ls"],
            Flags = generation == HelmGeneration.V4 ? [Text("type", "Plugin type")] : [],
            Arguments = HelmCandidates.NoMore,
        },
        new("uninstall", "uninstall one or more Helm plugins") { Aliases = ["rm", "remove"], Arguments = HelmCandidates.Plugins },
        new("update", "update one or more Helm plugins") { Aliases = ["up"], Arguments = HelmCandidates.Plugins },
        .. generation == HelmGeneration.V4 ? (CobraCommand[])
        [
            new("package", "package a plugin directory into a plugin archive") { Flags = Packaging },
            new("verify", "verify that a plugin at the given path has been signed and is valid")
            {
                Flags = [Text("keyring", "keyring containing public keys")],
            },
        ]
        : [],
    ];

    private static IReadOnlyList<CobraFlag> Installing(HelmGeneration generation) =>
    [
        Text("version", "specify a version constraint. If this is not specified, the latest version is installed"),
        .. generation == HelmGeneration.V4 ? (CobraFlag[])
        [
            .. ChartFlagTexts.Registry,
            Switch("verify", "verify the plugin signature before installing"),
            Text("keyring", "location of public keys used for verification"),
            Switch("insecure-skip-tls-verify", "skip tls certificate checks for the plugin download"),
            Switch("plain-http", "use insecure HTTP connections for the plugin download"),
            Text("username", "registry username"),
            Text("password", "registry password"),
        ]
        : [],
    ];

    private static IReadOnlyList<CobraFlag> Packaging =>
    [
        Switch("sign", "use a PGP private key to sign this plugin"),
        Text("key", "name of the key to use when signing. Used if --sign is true"),
        Text("keyring", "location of a public keyring"),
        Text("passphrase-file", "location of a file which contains the passphrase for the signing key. Use \"-\" to read from stdin."),
        Text("destination", "location to write the plugin tarball.", "d"),
    ];
}
